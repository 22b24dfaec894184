import { type ElementId, indexBy } from '#core/base';
import { type IpAddress, sameAddress } from '#core/net';
import type { BridgePlan } from '#core/plan';
import type { Meter } from '#core/openflow';
import type { DataplaneEvent, Network } from '#core/dataplane';
import { createElementNames } from './element-name.ts';

/** The names a person knows the places of a trace by. */
export interface StepNames {
  readonly element: (id: ElementId) => string;
  /** What the model calls a VM or namespace: `vm-1`, `router-1`, `the DHCP service of net-1`. */
  readonly place: (event: DataplaneEvent) => string;
  /** Host and device: `compute-0 br-int`. */
  readonly at: (event: DataplaneEvent) => string;
  readonly isGuest: (event: DataplaneEvent) => boolean;
  readonly portName: (host: string | undefined, bridge: string, ofport: number) => string;
  /** What a meter lets through: `1000 packets/s, 100 at once`. */
  readonly meter: (host: string | undefined, bridge: string, id: number) => string | undefined;
  /** The Neutron port at an OpenFlow port. */
  readonly portElement: (host: string | undefined, bridge: string, ofport: number) => ElementId | undefined;
  /** Names of the security groups of a Neutron port. */
  readonly groups: (port: ElementId) => readonly string[];
  readonly bridgeKind: (host: string | undefined, bridge: string) => BridgePlan['kind'] | undefined;
  readonly hostOfTunnel: (address: IpAddress) => string | undefined;
}

/** The names of a network's places. */
export function createStepNames(network: Network): StepNames {
  const { deployment } = network.compiled;
  const element = createElementNames(deployment);
  const stacks = indexBy(network.stacks.values(), (stack) => `${stack.host} ${stack.name}`);
  const stackAt = (event: DataplaneEvent) => stacks.get(`${event.host ?? ''} ${event.device}`);
  const bridgeAt = (host: string | undefined, name: string) =>
    network.hosts.get(host ?? '')?.compiled.plan.bridges.find((bridge) => bridge.name === name);
  return {
    element,
    place: (event) => {
      const stack = stackAt(event);
      if (!stack) return event.device;
      if (stack.kind === 'outside') return 'the internet';
      const name = element(stack.element);
      if (stack.kind === 'snat') return `the source NAT of ${name}`;
      if (stack.kind === 'fip') return `the floating addresses of ${name}`;
      return stack.kind === 'dhcp' ? `the DHCP service of ${name}` : name;
    },
    at: ({ host, device }) => (host === undefined ? device : `${host} ${device}`),
    isGuest: (event) => stackAt(event)?.kind === 'guest',
    portName: (host, bridge, ofport) =>
      bridgeAt(host, bridge)?.ports.find((port) => port.ofport === ofport)?.name ?? `port ${String(ofport)}`,
    meter: (host, bridge, id) => {
      const compiled = network.hosts.get(host ?? '')?.compiled.bridges.find(({ plan }) => plan.name === bridge);
      const meter = compiled?.meters.find((candidate) => candidate.id === id);
      return meter && describeMeter(meter);
    },
    portElement: (host, bridge, ofport) => bridgeAt(host, bridge)?.ports.find((port) => port.ofport === ofport)?.element,
    groups: (port) => network.index.port(port).securityGroups.map(({ id }) => element(id)),
    bridgeKind: (host, bridge) => bridgeAt(host, bridge)?.kind,
    hostOfTunnel: (address) => deployment.hosts.find(({ tunnel }) => tunnel && sameAddress(tunnel.address.address, address))?.name,
  };
}

function describeMeter({ unit, rate, burst }: Meter): string {
  const [what, once] = unit === 'pktps' ? ['packets', ''] : ['kbit', ' kbit'];
  return `${String(rate)} ${what}/s${burst === undefined ? '' : `, ${String(burst)}${once} at once`}`;
}
