import type { MacAddress } from '#core/net';
import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { gotoTable, setField } from '../flow-actions.ts';
import { ARP, arpTpa, dlDst, dlSrc, dlVlan, icmp6 } from '../flow-matches.ts';
import type { HostContext } from '../host-context.ts';
import type { IntegrationPort } from '../integration-port.ts';
import type { PipelineTable } from '../pipeline-table.ts';
import { stageOf } from '../stage.ts';
import { interfacesLeavingBy } from './hosts.ts';

const fromProcess = stageOf('dvr/process', 'br_dvr_process.py install_dvr_process');
const fromArp = stageOf('dvr/process', 'br_dvr_process.py install_dvr_process_ipv4');
const fromAdvertisement = stageOf('dvr/process', 'br_dvr_process.py install_dvr_process_ipv6');

/** The tables that a bridge has for it: br-tun and the physical bridges do the same with different numbers. */
export interface ProcessTables {
  readonly process: PipelineTable;
  readonly next: PipelineTable;
  readonly flood: PipelineTable;
}

/** What the routers of this host may send out by a bridge: nothing asks for their addresses elsewhere, and their frames carry the MAC of the host. */
export function processFlows(context: HostContext, bridge: BridgePlan, ownMac: MacAddress, tables: ProcessTables): readonly Flow[] {
  return interfacesLeavingBy(context, bridge).flatMap((item) => [...hideAddresses(item, tables.flood), ...hideMac(item, ownMac, tables)]);
}

function hideAddresses({ port, vlan }: IntegrationPort, flood: PipelineTable): readonly Flow[] {
  const ipv4 = port.addresses.filter(({ address }) => address.version === 4);
  const arp = ipv4.map(({ address }) =>
    // table=22,priority=3,arp,dl_vlan=7,arp_tpa=10.0.0.1 actions=drop
    createFlow(flood, { priority: 3, match: [ARP, dlVlan(vlan), arpTpa(address)], origin: fromArp(port.id) }),
  );
  if (ipv4.length === port.addresses.length) return arp;
  // table=22,priority=3,icmp6,dl_vlan=7,dl_src=fa:16:3e:aa:aa:aa,icmp_type=134 actions=drop
  const match = [...icmp6(ROUTER_ADVERTISEMENT), dlVlan(vlan), dlSrc(port.mac)];
  return [...arp, createFlow(flood, { priority: 3, match, origin: fromAdvertisement(port.id) })];
}

/** RFC 4861, 4.2. */
const ROUTER_ADVERTISEMENT = 134;

function hideMac({ port, vlan }: IntegrationPort, ownMac: MacAddress, { process, next }: ProcessTables): readonly Flow[] {
  const origin = fromProcess(port.id);
  return [
    // table=1,priority=2,dl_vlan=7,dl_dst=fa:16:3e:aa:aa:aa actions=drop
    createFlow(process, { priority: 2, match: [dlVlan(vlan), dlDst(port.mac)], origin }),
    // table=1,priority=1,dl_vlan=7,dl_src=fa:16:3e:aa:aa:aa actions=set_field:fa:16:3f:00:00:01->eth_src,goto_table:2
    createFlow(process, {
      priority: 1,
      match: [dlVlan(vlan), dlSrc(port.mac)],
      actions: [setField('eth_src', ownMac), gotoTable(next)],
      origin,
    }),
  ];
}
