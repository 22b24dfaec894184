import { assertNever } from '#core/base';
import { printPrefix } from '#core/net';
import type { HostPlan, PlannedFabric } from '#core/plan';
import { type Room, mustRunIn } from './room.ts';

/** A cable of the lab: from a bridge in the underlay's room to a network card of a host. */
interface Cable {
  readonly card: string;
  /** The Linux bridge it leads to: the underlay, or a physical network. */
  readonly bridge: string;
  readonly mtuBytes: number;
  /** `ADDRESS/LENGTH` on the card, as the host would have it before anything is set up. */
  readonly address: string | undefined;
}

/** Name of the bridge that joins the hosts' tunnel cards; captures are taken there. */
export const UNDERLAY_BRIDGE = 'underlay';
/** An IP MTU the lab uses where the model says nothing. */
const USUAL_MTU = 1500;

/** Makes the Linux bridges of the underlay and of the physical networks. */
export async function makeUnderlay(room: Room, fabric: PlannedFabric): Promise<void> {
  const bridges = [
    { name: UNDERLAY_BRIDGE, mtuBytes: fabric.underlay?.mtuBytes ?? USUAL_MTU },
    ...fabric.physicalNetworks.map(({ mtuBytes }, i) => ({ name: physicalBridge(i), mtuBytes })),
  ];
  for (const { name, mtuBytes } of bridges) {
    await mustRunIn(room, `making bridge ${name}`, [
      'ip',
      'link',
      'add',
      'name',
      name,
      'mtu',
      String(mtuBytes),
      'type',
      'bridge',
      'mcast_snooping',
      '0',
    ]);
    await mustRunIn(room, `silencing bridge ${name}`, ['sysctl', '-qe', '-w', `net.ipv6.conf.${name}.disable_ipv6=1`]);
    await mustRunIn(room, `raising bridge ${name}`, ['ip', 'link', 'set', 'dev', name, 'up']);
  }
}

/** Plugs a host's network cards in, with the underlay's MTU and the tunnel address on the card. */
export async function plugHost(underlay: Room, host: Room, plan: HostPlan, fabric: PlannedFabric, position: number): Promise<void> {
  for (const [i, cable] of cablesOf(plan, fabric).entries()) {
    const near = `h${position}p${i}`;
    const mtu = String(cable.mtuBytes);
    const link = [
      'ip',
      'link',
      'add',
      'name',
      near,
      'mtu',
      mtu,
      'type',
      'veth',
      'peer',
      'name',
      cable.card,
      'mtu',
      mtu,
      'netns',
      String(host.innerPid),
    ];
    await mustRunIn(underlay, `plugging ${cable.card} of ${plan.name}`, link);
    await mustRunIn(underlay, `plugging ${cable.card} of ${plan.name}`, ['ip', 'link', 'set', 'dev', near, 'master', cable.bridge, 'up']);
    await mustRunIn(host, `raising ${cable.card}`, ['ip', 'link', 'set', 'dev', cable.card, 'up']);
    if (cable.address) await mustRunIn(host, `giving ${cable.card} its address`, ['ip', 'addr', 'add', cable.address, 'dev', cable.card]);
  }
}

function cablesOf(plan: HostPlan, fabric: PlannedFabric): Cable[] {
  const underlayMtu = fabric.underlay?.mtuBytes ?? USUAL_MTU;
  const address = plan.tunnel && printPrefix(plan.tunnel.address);
  const uplinks = plan.bridges.flatMap((bridge) =>
    bridge.ports.flatMap((port): Cable[] => {
      switch (port.kind) {
        case 'uplink':
          if (bridge.name === plan.tunnel?.bridge) return [{ card: port.device, bridge: UNDERLAY_BRIDGE, mtuBytes: underlayMtu, address }];
          return [physicalCable(fabric, port.device, bridge.physicalNetwork)];
        case 'patch':
        case 'tunnel':
        case 'vif':
        case 'trunk-tap':
          return [];
        default:
          return assertNever(port);
      }
    }),
  );
  if (!plan.tunnel || plan.tunnel.bridge !== undefined) return uplinks;
  const card = ['eth0', 'underlay0'].find((name) => uplinks.every((cable) => cable.card !== name)) ?? 'underlay1';
  return [...uplinks, { card, bridge: UNDERLAY_BRIDGE, mtuBytes: underlayMtu, address }];
}

function physicalCable(fabric: PlannedFabric, card: string, physicalNetwork: string | undefined): Cable {
  const index = fabric.physicalNetworks.findIndex(({ name }) => name === physicalNetwork);
  if (index < 0) return { card, bridge: UNDERLAY_BRIDGE, mtuBytes: USUAL_MTU, address: undefined };
  return { card, bridge: physicalBridge(index), mtuBytes: fabric.physicalNetworks[index]?.mtuBytes ?? USUAL_MTU, address: undefined };
}

/** The Linux bridge of a physical network, by its place among the fabric's. */
export function physicalBridge(index: number): string {
  return `physical${index}`;
}
