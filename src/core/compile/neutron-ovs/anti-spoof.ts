import { type Prefix, addressBits, linkLocalAddress } from '#core/net';
import type { Flow } from '#core/openflow';
import type { BridgePlan, PlannedPort } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { gotoTable } from './flow-actions.ts';
import { ARP, arpSpa, dlSrc, icmp6, inPort, ndTarget } from './flow-matches.ts';
import type { HostContext } from './host-context.ts';
import { allowedMacs, isGuarded } from './integration-port.ts';
import { BR_INT } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromArp = stageOf('br-int/anti-spoof-arp', 'br_int.py install_arp_spoofing_protection');
const fromNd = stageOf('br-int/anti-spoof-nd', 'br_int.py install_icmpv6_na_spoofing_protection');
const fromMac = stageOf('br-int/anti-spoof-mac', 'br_int.py set_allowed_macs_for_port');

/**
 * A guest may speak only for its own addresses (ovs_neutron_agent.py setup_arp_spoofing_protection). Not for the
 * Open vSwitch firewall, which does this itself; ports without port security and ports of the network service are not checked.
 */
export function antiSpoofFlows({ index }: HostContext, bridge: BridgePlan): readonly Flow[] {
  return bridge.ports.flatMap((port) => {
    if (port.kind !== 'vif') return [];
    const planned = index.port(port.element);
    return planned.adminUp && isGuarded(planned) ? portFlows(planned, port.ofport) : [];
  });
}

/** Neutron takes an allowed IPv4 address of prefix length 0 as leave for all ARP, and then drops the neighbour discovery flows too. */
function portFlows(port: PlannedPort, ofport: number): readonly Flow[] {
  const { ipv4, ipv6 } = allowedSenders(port);
  const anyIpv4 = ipv4.some(({ length }) => length === 0);
  const anyIpv6 = ipv6.some(({ length }) => length === 0);
  return [
    ...macFlows(port, ofport),
    ...(anyIpv4 ? [] : arpFlows(port, ofport, ipv4)),
    ...(anyIpv4 || anyIpv6 ? [] : neighbourFlows(port, ofport, ipv6)),
  ];
}

function arpFlows(port: PlannedPort, ofport: number, senders: readonly Prefix[]): readonly Flow[] {
  const origin = fromArp(port.id);
  return [
    // table=0,priority=10,arp,in_port=5 actions=goto_table:24
    createFlow(BR_INT.localSwitching, { priority: 10, match: [ARP, inPort(ofport)], actions: [gotoTable(BR_INT.arpSpoof)], origin }),
    // table=24,priority=2,arp,in_port=5,arp_spa=10.0.0.5 actions=goto_table:25
    ...senders.map((sender) =>
      createFlow(BR_INT.arpSpoof, {
        priority: 2,
        match: [ARP, inPort(ofport), arpSpa(sender)],
        actions: [gotoTable(BR_INT.macSpoof)],
        origin,
      }),
    ),
  ];
}

/** ICMPv6 neighbour advertisement (RFC 4861). */
const NEIGHBOUR_ADVERTISEMENT = 136;

function neighbourFlows(port: PlannedPort, ofport: number, senders: readonly Prefix[]): readonly Flow[] {
  const origin = fromNd(port.id);
  const advertisement = [...icmp6(NEIGHBOUR_ADVERTISEMENT), inPort(ofport)];
  return [
    // table=0,priority=10,icmp6,in_port=5,icmp_type=136 actions=goto_table:24
    createFlow(BR_INT.localSwitching, { priority: 10, match: advertisement, actions: [gotoTable(BR_INT.arpSpoof)], origin }),
    // table=24,priority=2,icmp6,in_port=5,icmp_type=136,nd_target=fe80::f816:3eff:fe00:5 actions=goto_table:58
    ...senders.map((sender) =>
      createFlow(BR_INT.arpSpoof, {
        priority: 2,
        match: [...advertisement, ndTarget(sender)],
        actions: [gotoTable(BR_INT.packetRateLimit)],
        origin,
      }),
    ),
  ];
}

function macFlows(port: PlannedPort, ofport: number): readonly Flow[] {
  const origin = fromMac(port.id);
  return [
    // table=0,priority=9,in_port=5 actions=goto_table:25
    createFlow(BR_INT.localSwitching, { priority: 9, match: [inPort(ofport)], actions: [gotoTable(BR_INT.macSpoof)], origin }),
    // table=25,priority=2,in_port=5,dl_src=fa:16:3e:00:00:05 actions=goto_table:30
    ...allowedMacs(port).map((mac) =>
      createFlow(BR_INT.macSpoof, { priority: 2, match: [inPort(ofport), dlSrc(mac)], actions: [gotoTable(BR_INT.localEgress)], origin }),
    ),
  ];
}

/** Fixed addresses, allowed address pairs, and for IPv6 the link-local address of every allowed MAC. */
function allowedSenders(port: PlannedPort): { readonly ipv4: readonly Prefix[]; readonly ipv6: readonly Prefix[] } {
  const fixed = port.addresses.map(({ address }): Prefix => ({ address, length: addressBits(address.version) }));
  const all = [...fixed, ...port.allowedAddresses.map(({ prefix }) => prefix)];
  const linkLocal = allowedMacs(port).map((mac): Prefix => ({ address: linkLocalAddress(mac), length: 128 }));
  return {
    ipv4: all.filter(({ address }) => address.version === 4),
    ipv6: [...all.filter(({ address }) => address.version === 6), ...linkLocal],
  };
}
