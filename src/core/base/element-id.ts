import type { Brand } from './brand.ts';

/** What an element is, in the language's own words. */
export type ElementKind =
  | 'fabric'
  | 'host'
  | 'bridge'
  | 'physical'
  | 'tenant'
  | 'network'
  | 'subnet'
  | 'dhcp'
  | 'router'
  | 'interface'
  | 'gateway'
  | 'snat-port'
  | 'agent-gateway'
  | 'ha-network'
  | 'ha-subnet'
  | 'ha-port'
  | 'security-group'
  | 'rule'
  | 'vm'
  | 'port'
  | 'trunk'
  | 'floating-ip'
  | 'sriov'
  | 'expect';

/**
 * The one id of an element everywhere (picture, trace, flow, finding): `KIND:QUALIFIED.NAME`, such as `vm:demo.vm-1`,
 * `port:demo.vm-1.net-1`, `network:demo.net-1`, `host:compute-0`, `interface:demo.router-1.subnet-1`, `dhcp:demo.subnet-1`.
 */
export type ElementId = Brand<string, 'ElementId'>;

/** Makes the id of an element from its kind and the names that lead to it. */
export function elementId(kind: ElementKind, ...names: readonly string[]): ElementId {
  return `${kind}:${names.join('.')}` as ElementId; // the only maker
}

/** The qualified name inside an id: `vm:demo.vm-1` → `demo.vm-1`. */
export function qualifiedName(id: ElementId): string {
  return id.slice(id.indexOf(':') + 1);
}

/** The kind inside an id. */
export function elementKind(id: ElementId): ElementKind {
  return id.slice(0, id.indexOf(':')) as ElementKind; // written by elementId
}
