import type { ReadManifest } from '#core/compile/script';
import type { Finding } from '#core/diagnostics';

/** `compile --out DIR --format json`, schema 1 (docs/schemas/compile.json): what this run wrote, of which host. */
export function writtenToJson(directory: string, { fabric, hosts }: ReadManifest, findings: readonly Finding[]): unknown {
  return {
    schema: 1,
    directory,
    fabric,
    hosts: hosts.map(({ name, folder, hash, files: own }) => ({ name, folder, hash, files: own.map(({ path }) => path) })),
    errors: findings.filter(({ severity }) => severity === 'error').length,
  };
}
