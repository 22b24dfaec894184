import { known } from '#core/base';
import type { PlannedPort, SharedCardAddress, VirtualFunction } from './deployment.ts';
import type { HostInput } from './host-input.ts';

/** Whether a port is plugged into br-int; the others are virtual functions of a network card and never meet the switch. */
export function isSwitched({ binding }: PlannedPort): boolean {
  return binding === 'normal';
}

/** What Nova and libvirt set up for the host's ports with `binding direct` or `macvtap`. */
export function planVirtualFunctions(input: HostInput): readonly VirtualFunction[] {
  return input.directPorts.map(({ id, mac, binding, network }): VirtualFunction => {
    const { segment, mtuBytes } = known(input.networks.get(network), `the network of ${id}`);
    const physicalNetwork = 'physicalNetwork' in segment ? segment.physicalNetwork : undefined;
    return {
      port: id,
      binding: binding === 'macvtap' ? 'macvtap' : 'direct',
      devices: cardsOn(input, physicalNetwork),
      mac,
      vlan: segment.kind === 'vlan' ? segment.vlan : undefined,
      mtuBytes,
    };
  });
}

/**
 * A card that is both a bridge's port and the source of virtual functions sends frames for a MAC it does not know to the wire only. The agent's
 * FDB extension tells it which MACs are behind the bridge (neutron/agent/l2/extensions/fdb_population.py).
 */
export function planSharedCards(input: HostInput): readonly SharedCardAddress[] {
  return input.host.bridges.flatMap((bridge) => {
    const shared = cardsOn(input, bridge.physicalNetwork).filter((device) => device === bridge.device);
    return shared.flatMap((device) => portsOn(input, bridge.physicalNetwork).map(({ id, mac }) => ({ port: id, device, mac })));
  });
}

function cardsOn({ host }: HostInput, physicalNetwork: string | undefined): readonly string[] {
  return host.sriov
    .filter((card) => physicalNetwork !== undefined && card.physicalNetwork === physicalNetwork)
    .flatMap(({ devices }) => devices);
}

/** Ports of guests, DHCP servers and routers; other ports of the agents are not announced. */
const ANNOUNCED: ReadonlySet<PlannedPort['owner']> = new Set(['compute:nova', 'trunk:subport', 'network:dhcp', 'network:router_interface']);

function portsOn({ ports, networks }: HostInput, physicalNetwork: string | undefined): readonly PlannedPort[] {
  return ports.filter(({ network, owner }) => {
    const segment = networks.get(network)?.segment;
    return ANNOUNCED.has(owner) && segment !== undefined && 'physicalNetwork' in segment && segment.physicalNetwork === physicalNetwork;
  });
}
