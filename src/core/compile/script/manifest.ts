import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { compareText } from '#core/base';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import { hostFolder } from './script-files.ts';

/** `manifest.json`: which host gets which files, with their hashes, and what each host will have. */
export function manifest(fabric: CompiledFabric, files: ReadonlyMap<string, string>): string {
  const { deployment } = fabric;
  const document = {
    schema: 1,
    fabric: deployment.fabric.name,
    hosts: fabric.hosts.map((host) => describeHost(host, files)),
    files: [...files].sort(([a], [b]) => compareText(a, b)).map(([path, text]) => describeFile(path, text)),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function describeHost({ plan, bridges, rulesets, addressSets }: CompiledHost, files: ReadonlyMap<string, string>): object {
  const folder = hostFolder(plan.name);
  return {
    name: plan.name,
    roles: plan.roles,
    folder: files.has(`${folder}/setup.sh`) ? folder : null,
    bridges: bridges.map((bridge) => ({
      name: bridge.plan.name,
      ports: bridge.plan.ports.map(({ name }) => name),
      flows: bridge.flows.length,
    })),
    namespaces: plan.namespaces.map(({ name, kind, element }) => ({ name, kind, element })),
    vms: plan.vms,
    rules: rulesets.map(({ namespace, version, tables }) => ({
      namespace: namespace ?? null,
      version,
      rules: tables.reduce((sum, table) => sum + table.rules.length, 0),
    })),
    addressSets: addressSets.map(({ name }) => name),
  };
}

function describeFile(path: string, text: string): object {
  const bytes = utf8ToBytes(text);
  return { path, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
}
