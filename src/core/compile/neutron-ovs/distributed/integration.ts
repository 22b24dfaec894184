import { type MacAddress, type Prefix, addressBits, prefixContains, sameAddress } from '#core/net';
import type { Action, FieldMatch, Flow } from '#core/openflow';
import { type BridgePlan, type PlannedSubnet, isGuestPort } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { POP_VLAN, gotoTable, output, setField } from '../flow-actions.ts';
import { ARP, UNTAGGED, arpOp, arpTha, dlDst, dlSrc, dlVlan, inPort } from '../flow-matches.ts';
import { type HostContext, patchesTo } from '../host-context.ts';
import { type IntegrationPort, integrationPorts } from '../integration-port.ts';
import type { PipelineTable } from '../pipeline-table.ts';
import { BR_INT } from '../pipeline.ts';
import { stageOf } from '../stage.ts';
import { distributedInterfaces } from './hosts.ts';
import { DVR_INT } from './tables.ts';

const fromDefault = stageOf('dvr/br-int', 'ovs_dvr_neutron_agent.py setup_dvr_flows_on_integ_br');
const fromHostMac = stageOf('dvr/host-mac', 'br_int.py add_dvr_mac_tun');
const fromHostMacPhysical = stageOf('dvr/host-mac', 'br_int.py add_dvr_mac_physical');
const fromGatewayMac = stageOf('dvr/gateway-mac', 'br_int.py add_dvr_gateway_mac_arp_tun');
const fromInterface = stageOf('dvr/interface', 'br_int.py install_dvr_dst_mac_for_arp');
const fromGuest = stageOf('dvr/guest', 'br_int.py install_dvr_to_src_mac');

/** What distributed routing adds to br-int (neutron-dataplane 2.7). */
export function distributedFlows(context: HostContext, bridge: BridgePlan, ownMac: MacAddress): readonly Flow[] {
  const interfaces = distributedInterfaces(context, bridge);
  return [
    ...hostFlows(context, bridge, ownMac),
    ...interfaces.flatMap((item) => interfaceFlows(item, ownMac)),
    ...servicedPorts(context, bridge, interfaces).flatMap((item) => guestFlows(item)),
  ];
}

function hostFlows(context: HostContext, bridge: BridgePlan, ownMac: MacAddress): readonly Flow[] {
  const origin = fromDefault(bridge.element);
  const tunnels = patchesTo(context, bridge, 'tunnel').map(({ port }) => port.ofport);
  const physical = patchesTo(context, bridge, 'physical').map(({ port }) => port.ofport);
  const enter = (ofport: number, priority: number, mac: FieldMatch, table: PipelineTable, by = origin) =>
    createFlow(BR_INT.localSwitching, { priority, match: [inPort(ofport), mac], actions: [gotoTable(table)], origin: by });
  return [
    // table=1,priority=1 actions=drop, and so in table 2
    createFlow(DVR_INT.toSourceMac, { priority: 1, origin }),
    createFlow(DVR_INT.toSourceMacPhysical, { priority: 1, origin }),
    // table=0,priority=5,in_port=2,dl_dst=fa:16:3f:00:00:01 actions=goto_table:3
    ...tunnels.map((ofport) => enter(ofport, 5, dlDst(ownMac), DVR_INT.arpToGateway, fromGatewayMac(bridge.element))),
    // table=0,priority=5,in_port=1,dl_dst=fa:16:3f:00:00:01 actions=goto_table:4
    ...physical.map((ofport) => enter(ofport, 5, dlDst(ownMac), DVR_INT.arpToGatewayPhysical, fromGatewayMac(bridge.element))),
    ...context.index.otherRoutingHosts(context.host.id).flatMap(({ id, mac }) => [
      // table=0,priority=2,in_port=2,dl_src=fa:16:3f:00:00:02 actions=goto_table:1
      ...tunnels.map((ofport) => enter(ofport, 2, dlSrc(mac), DVR_INT.toSourceMac, fromHostMac(id))),
      // table=0,priority=4,in_port=1,dl_src=fa:16:3f:00:00:02 actions=goto_table:2
      ...physical.map((ofport) => enter(ofport, 4, dlSrc(mac), DVR_INT.toSourceMacPhysical, fromHostMacPhysical(id))),
    ]),
  ];
}

function interfaceFlows({ port, network, ofport, vlan }: IntegrationPort, ownMac: MacAddress): readonly Flow[] {
  const origin = fromInterface(port.id);
  const toGateway = setField('eth_dst', port.mac);
  const table = network.segment.kind === 'overlay' ? DVR_INT.arpToGateway : DVR_INT.arpToGatewayPhysical;
  return [
    // table=3,priority=5,dl_vlan=7,dl_dst=fa:16:3f:00:00:01 actions=set_field:fa:16:3e:aa:aa:aa->eth_dst,pop_vlan,output:4
    createFlow(table, { priority: 5, match: [dlVlan(vlan), dlDst(ownMac)], actions: [toGateway, POP_VLAN, output(ofport)], origin }),
    // table=0,priority=99,arp,dl_dst=fa:16:3f:00:00:01,arp_op=2,arp_tha=fa:16:3e:aa:aa:aa actions=set_field:fa:16:3e:aa:aa:aa->eth_dst,goto_table:58
    createFlow(BR_INT.localSwitching, {
      priority: 99,
      match: [ARP, dlDst(ownMac), arpOp(2), arpTha(port.mac)],
      actions: [toGateway, gotoTable(BR_INT.packetRateLimit)],
      origin,
    }),
  ];
}

/** A port that a distributed router of this host serves, by one MAC. */
interface ServicedPort extends IntegrationPort {
  readonly mac: MacAddress;
  readonly gatewayMac: MacAddress;
}

/** VMs, DHCP and centralised SNAT ports of the subnets that have a distributed interface here; allowed addresses inside the subnet have MACs of their own. */
function servicedPorts(context: HostContext, bridge: BridgePlan, interfaces: readonly IntegrationPort[]): readonly ServicedPort[] {
  const interfaceOf = new Map(interfaces.flatMap((item) => item.port.addresses.map(({ subnet }) => [subnet, item] as const)));
  return integrationPorts(context, bridge)
    .filter(({ port: { owner } }) => isGuestPort(owner) || owner === 'network:dhcp' || owner === 'network:router_centralized_snat')
    .flatMap((item) =>
      item.port.addresses.flatMap(({ subnet }): readonly ServicedPort[] => {
        const local = interfaceOf.get(subnet);
        const planned = item.network.subnets.find(({ id }) => id === subnet);
        if (!local || !planned) return [];
        const gatewayMac = holderOfGateway(context, planned) ?? local.port.mac;
        return macsIn(item, planned).map((mac) => ({ ...item, mac, gatewayMac }));
      }),
    );
}

function macsIn({ port }: IntegrationPort, { prefix }: PlannedSubnet): readonly MacAddress[] {
  const isOne = ({ address, length }: Prefix) => length === addressBits(address.version);
  const more = port.allowedAddresses.filter((pair) => isOne(pair.prefix) && prefixContains(prefix, pair.prefix.address));
  return [...new Set([port.mac, ...more.map(({ mac }) => mac)])];
}

/** The MAC of the port that has the subnet's gateway address. */
function holderOfGateway({ index }: HostContext, { network, gateway }: PlannedSubnet): MacAddress | undefined {
  if (!gateway) return undefined;
  return index.portsOf(network).find(({ addresses }) => addresses.some(({ address }) => sameAddress(address, gateway)))?.mac;
}

function guestFlows({ port, network: { segment }, ofport, vlan, mac, gatewayMac }: ServicedPort): readonly Flow[] {
  const origin = fromGuest(port.id);
  const fromGateway: readonly Action[] = [setField('eth_src', gatewayMac), gotoTable(BR_INT.packetRateLimit)];
  const arrive = (table: PipelineTable, tag: FieldMatch, out: readonly Action[]) => [
    createFlow(table, { priority: 20, match: [tag, dlDst(mac)], actions: fromGateway, origin }),
    createFlow(BR_INT.transient, { priority: 20, match: [tag, dlDst(mac)], actions: out, origin }),
  ];
  // table=1,priority=20,dl_vlan=7,dl_dst=MAC actions=set_field:GATEWAY->eth_src,goto_table:58
  // table=60,priority=20,dl_vlan=7,dl_dst=MAC actions=pop_vlan,output:5
  switch (segment.kind) {
    case 'overlay':
      return arrive(DVR_INT.toSourceMac, dlVlan(vlan), [POP_VLAN, output(ofport)]);
    case 'vlan': // before its translation a frame carries the provider's VLAN
      return arrive(DVR_INT.toSourceMacPhysical, dlVlan(segment.vlan), [POP_VLAN, output(ofport)]);
    case 'flat':
      return arrive(DVR_INT.toSourceMacPhysical, UNTAGGED, [output(ofport)]);
    default:
      return [];
  }
}
