import { LOCAL_OFPORT } from '#core/dataplane';
import type { Deployment, HostPlan } from '#core/plan';
import type { SwitchPort } from './request.ts';

/**
 * Reads `HOST.BRIDGE.PORT`, the port by its name or its OpenFlow number (`LOCAL`, or the bridge's name again, for the bridge's own port). `undefined` where the text
 * does not begin with a host's name; an error names what there is.
 */
export function findSwitchPort({ hosts }: Deployment, text: string): SwitchPort | { readonly error: string } | undefined {
  const candidates = hosts.filter(({ name }) => text.startsWith(`${name}.`));
  const found = candidates.flatMap((host) => portOf(host, text.slice(host.name.length + 1)) ?? []);
  const [first] = found;
  if (first) return first;
  const [host] = candidates;
  return host && { error: whatIsMissing(host, text.slice(host.name.length + 1)) };
}

function portOf(host: HostPlan, rest: string): SwitchPort | undefined {
  for (const { name: bridge, ports } of host.bridges) {
    if (!rest.startsWith(`${bridge}.`)) continue;
    const port = rest.slice(bridge.length + 1);
    const number = /^\d{1,5}$/.test(port) ? Number(port) : undefined;
    const isLocal = port === 'LOCAL' || port === bridge || number === LOCAL_OFPORT;
    const ofport = isLocal ? LOCAL_OFPORT : ports.find(({ name, ofport }) => name === port || ofport === number)?.ofport;
    if (ofport !== undefined) return { kind: 'switch-port', host: host.name, bridge, ofport };
  }
  return undefined;
}

/** Names of a bridge's ports that are told; a bridge may have thousands. */
const MOST_NAMES = 12;

function whatIsMissing(host: HostPlan, rest: string): string {
  const bridge = host.bridges.find(({ name }) => rest === name || rest.startsWith(`${name}.`));
  if (!bridge) {
    const names = host.bridges.map(({ name }) => name).join(', ') || 'none';
    return `${host.name} has no bridge with a port as in \`${host.name}.${rest}\`: write HOST.BRIDGE.PORT; its bridges are: ${names}`;
  }
  const ports = bridge.ports.slice(0, MOST_NAMES).map(({ name, ofport }) => `${name} (${String(ofport)})`);
  const more = bridge.ports.length > MOST_NAMES ? ', …' : '';
  const port = rest.slice(bridge.name.length + 1);
  const fault = port === '' ? 'a port is missing' : `${bridge.name} of ${host.name} has no port \`${port}\``;
  return `${fault}: it has ${[...ports, 'LOCAL'].join(', ')}${more}`;
}
