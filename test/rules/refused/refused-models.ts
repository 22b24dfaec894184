import type { FindingCode } from '#core/diagnostics';

/**
 * What proves a row of docs/neutron-refusals.md: for every code it names small models, each of them wrong and right at once: the first side of each
 * `<<wrong|right>>` draws the code and nothing else, the second draws nothing. Where the row is looser than Neutron, models that draw nothing.
 */
export type RefusedModels = Readonly<Record<string, Proof>>;

/** The models of one row. */
export type Proof = Readonly<Partial<Record<FindingCode | 'accepted', readonly string[]>>>;

/** One side of all `<<wrong|right>>` of a model. */
export function side(model: string, which: 'wrong' | 'right'): string {
  return model.replaceAll(/<<(.*?)\|(.*?)>>/gs, which === 'wrong' ? '$1' : '$2');
}

/** A tenant on one host that does everything and carries the physical networks `p` and `q`; more may be said of the fabric and of `p`. */
export function tenant(body: string, { fabric = '', p = '' } = {}): string {
  return `fabric f { physical p { ${p} }  physical q  ${fabric} }
host all { roles compute, network  bridge br-p { physical p }  bridge br-q { physical q } }
tenant t {
  ${body}
}`;
}

/** A network with one subnet. */
export function subnet(rest: string): string {
  return tenant(`network n { subnet s ${rest} }`);
}

/** An IPv4 network `n` with a port of the VM `v`, beside a security group. */
export function port(rest: string, fabric = ''): string {
  return tenant(`network n { subnet s 10.0.0.0/24 }  security-group g  vm v on all { port n { ${rest} } }`, { fabric });
}

/** An external network `public`, a network `app`, a router `edge` between the two, and more. */
export function outside(body: string, { external = '', gateway = '', edge = '' } = {}): string {
  return tenant(`network public { external  shared  physical p  vlan 100  subnet public-v4 203.0.113.0/24 { dhcp off }  ${external} }
  network app { subnet app-v4 10.0.0.0/24 }
  router edge { external public { ${gateway} }  interface app-v4  ${edge} }
  ${body}`);
}

/** A security group with one rule, and more of them, that a port is in. */
export function rule(rest: string): string {
  return tenant(`network n { subnet s 10.0.0.0/24 }  vm v on all { port n { security g } }  security-group g { allow ingress ${rest} }`);
}
