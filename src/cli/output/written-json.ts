import { MANIFEST_FILE, readManifest } from '#core/compile/script';
import { known } from '#core/base';
import type { Finding } from '#core/diagnostics';

/** `compile --out DIR --format json`, schema 1 (docs/schemas/compile.json): what this run wrote, of which host. */
export function writtenToJson(directory: string, files: ReadonlyMap<string, string>, findings: readonly Finding[]): unknown {
  const { fabric, hosts } = known(readManifest(files.get(MANIFEST_FILE) ?? ''), 'the manifest of what was compiled');
  return {
    schema: 1,
    directory,
    fabric,
    hosts: hosts.map(({ name, folder, hash, files: own }) => ({ name, folder, hash, files: own.map(({ path }) => path) })),
    errors: findings.filter(({ severity }) => severity === 'error').length,
  };
}
