import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTAINERLAB_SCHEMA } from './generate-containerlab.ts';
import type { ServerCommand } from './running-server.ts';

/** The editor support that is measured beside ours. It is no dependency: it is fetched for a measurement and kept in the cache. */
const PACKAGE = 'yaml-language-server@2.0.0';

/** The YAML server with a schema, or why it cannot be had. */
export function fetchYamlServer(cache: string): ServerCommand | { readonly unavailable: string } {
  const folder = path.join(cache, 'yaml');
  const program = path.join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private": true}\n');
    const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', PACKAGE], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) return { unavailable: `npm install ${PACKAGE} failed: ${stderr.trim().split('\n').at(-1) ?? ''}` };
  }
  const schema = path.join(cache, 'containerlab.schema.json');
  writeFileSync(schema, JSON.stringify(CONTAINERLAB_SCHEMA));
  return {
    name: PACKAGE,
    program: [process.execPath, program, '--stdio'],
    languageId: 'yaml',
    uri: 'file:///bench/bench.clab.yml',
    settings: {
      yaml: {
        validate: true,
        completion: true,
        hover: true,
        schemas: { [`file://${schema}`]: '*.clab.yml' },
        schemaStore: { enable: false },
      },
    },
  };
}
