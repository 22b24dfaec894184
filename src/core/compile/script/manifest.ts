import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { compareText } from '#core/base';
import { printMac } from '#core/net';
import type { CompiledHost, PortMeter } from '#core/compile';
import type { BridgePlan, HostPlan } from '#core/plan';
import { hostFolder } from './script-files.ts';

/** The version of its form. */
export const MANIFEST_SCHEMA = 2;

/**
 * `manifest.json` (docs/schemas/manifest.json): what each host will have and for which model element, and its files. A host's `hash` covers all its
 * files: where it is the same as before, nothing is to be done on that host.
 */
export function printManifest(fabric: string, hosts: readonly DescribedHost[]): string {
  return `${JSON.stringify({ schema: MANIFEST_SCHEMA, fabric, hosts }, undefined, 2)}\n`;
}

/** What the manifest says of a host: plain data. */
export type DescribedHost = object;

/** What the manifest says of a file: its size, and SHA-256 of its UTF-8 in hexadecimal. */
export interface MeasuredFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** Describes a host and its files, given by their paths in the whole output. */
export function describeHost(
  { plan, bridges, rulesets, addressSets }: CompiledHost,
  own: Iterable<readonly [path: string, file: MeasuredFile]>,
): DescribedHost {
  const folder = hostFolder(plan.name);
  const files = [...own]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, { bytes, sha256 }]) => ({ path: path.slice(folder.length + 1), bytes, sha256 }));
  return {
    name: plan.name,
    element: plan.id,
    roles: plan.roles,
    folder: files.length > 0 ? folder : null,
    hash: files.length > 0 ? measureText(files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')).sha256 : null,
    bridges: bridges.map(({ plan: bridge, flows, meters }) => ({
      ...describeBridge(bridge),
      flows: flows.length,
      ...describeMeters(meters),
    })),
    devices: describeDevices(plan),
    namespaces: plan.namespaces.map(({ name, kind, element, devices }) => ({
      name,
      kind,
      element,
      devices: devices.map((device) => ({ name: device.name, element: device.port })),
    })),
    vms: plan.vms,
    virtualFunctions: plan.virtualFunctions.map(({ port, binding, devices, mac, vlan }) => ({
      port,
      binding,
      devices,
      mac: printMac(mac),
      vlan: vlan ?? null,
    })),
    sharedCards: plan.sharedCards.map(({ port, device, mac }) => ({ port, device, mac: printMac(mac) })),
    rules: rulesets.map(({ namespace, version, tables }) => ({
      namespace: namespace ?? null,
      version,
      rules: tables.reduce((sum, table) => sum + table.rules.length, 0),
    })),
    addressSets: addressSets.map(({ name, element }) => ({ name, element })),
    files,
  };
}

function describeBridge({ name, element, ports }: BridgePlan) {
  return { name, element, ports: ports.map(({ name: port, kind, ofport, element: of }) => ({ name: port, kind, ofport, element: of })) };
}

/** Nothing is said of a bridge without meters. */
function describeMeters(meters: readonly PortMeter[]) {
  return meters.length > 0 ? { meters: meters.map(({ id, origin }) => ({ id, element: origin.element })) } : {};
}

/** The devices of the hybrid plugs that are no ports of a bridge. */
function describeDevices({ hybridPlugs }: HostPlan): { readonly name: string; readonly element: string }[] {
  return hybridPlugs.flatMap(({ port, tap, qbr, qvb }) => [tap, qbr, qvb].map((name) => ({ name, element: port })));
}

/** Measures a file that is there as text. */
export function measureText(text: string): MeasuredFile {
  const bytes = utf8ToBytes(text);
  return { bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
}
