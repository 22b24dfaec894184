import { type ElementId, known } from '#core/base';
import { type IpAddress, type Prefix, addressBits, parseAddress } from '#core/net';
import type { Rule, RuleMatch, RuleTarget } from '#core/netfilter';

/** Says why the rules about to be written exist. */
export interface RuleOrigin {
  readonly stage: string;
  readonly element: ElementId;
  readonly neutron: string;
}

/** Makes one rule; its comment, when it has one, stands last before the target, as Neutron puts it. */
export function rule(origin: RuleOrigin, chain: string, matches: readonly RuleMatch[], target: RuleTarget, comment?: string): Rule {
  const commented: readonly RuleMatch[] = comment === undefined ? matches : [...matches, { kind: 'comment', text: comment }];
  return { chain, matches: commented, target, origin };
}

/** The packet may pass. */
export const ACCEPT: RuleTarget = { kind: 'accept' };
/** The packet is thrown away. */
export const DROP: RuleTarget = { kind: 'drop' };
/** Back to the calling chain: in a port's chain it means accepted. */
export const RETURN: RuleTarget = { kind: 'return' };

/** `-j CHAIN`. */
export function jump(chain: string): RuleTarget {
  return { kind: 'jump', chain };
}

/** `-s PREFIX`. */
export function source(prefix: Prefix): RuleMatch {
  return { kind: 'source', prefix, negated: false };
}

/** `-d PREFIX`. */
export function destination(prefix: Prefix): RuleMatch {
  return { kind: 'destination', prefix, negated: false };
}

/** `-i DEVICE`. */
export function inInterface(device: string): RuleMatch {
  return { kind: 'in-interface', device, negated: false };
}

/** `-o DEVICE`, or `! -o DEVICE`. */
export function outInterface(device: string, negated = false): RuleMatch {
  return { kind: 'out-interface', device, negated };
}

/** `-m physdev --physdev-in|out DEVICE --physdev-is-bridged`. */
export function bridgedPort(direction: 'in' | 'out', device: string): RuleMatch {
  return { kind: 'physdev', direction, device, bridged: true };
}

/** `-p udp -m udp --sport A --dport B`. */
export function udpPorts(from: number, to: number): RuleMatch[] {
  return [
    { kind: 'protocol', protocol: 'udp' },
    { kind: 'ports', extension: 'udp', source: { first: from, last: from }, destination: { first: to, last: to }, multiport: false },
  ];
}

/** `-p tcp -m tcp --dport N`. */
export function tcpPort(port: number): RuleMatch[] {
  return [
    { kind: 'protocol', protocol: 'tcp' },
    { kind: 'ports', extension: 'tcp', source: undefined, destination: { first: port, last: port }, multiport: false },
  ];
}

/** `-p ipv6-icmp -m icmp6 --icmpv6-type N`. */
export function icmpv6Type(type: number): RuleMatch[] {
  return [
    { kind: 'protocol', protocol: 'ipv6-icmp' },
    { kind: 'icmp-type', version: 6, type, code: undefined },
  ];
}

/** The prefix that holds one address. */
export function hostPrefix(address: IpAddress): Prefix {
  return { address, length: addressBits(address.version) };
}

/** A prefix known when the program is written; every port has the same few, so each is read once. */
export function fixedPrefix(address: string, length: number): Prefix {
  const text = `${address}/${String(length)}`;
  const prefix = FIXED.get(text) ?? { address: known(parseAddress(address), `the address ${address}`), length };
  FIXED.set(text, prefix);
  return prefix;
}

const FIXED = new Map<string, Prefix>();
