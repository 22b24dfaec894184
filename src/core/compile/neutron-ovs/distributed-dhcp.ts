import type { Action, FieldMatch, Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { DHCP } from './firewall/firewall-matches.ts';
import { gotoTable } from './flow-actions.ts';
import { IP, dlSrc, inPort } from './flow-matches.ts';
import type { HostContext } from './host-context.ts';
import { type IntegrationPort, integrationPorts } from './integration-port.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { BR_INT } from './pipeline.ts';
import { stageOf } from './stage.ts';

/** The stages of these flows, by which a trace knows what the controller would be asked. */
export const DISTRIBUTED_DHCP = 'br-int/distributed-dhcp';

const fromDefault = stageOf(DISTRIBUTED_DHCP, 'br_int.py init_dhcp');
const fromPort = stageOf(DISTRIBUTED_DHCP, 'br_int.py add_dhcp_ipv4_flow, add_dhcp_ipv6_flow');

interface Version {
  readonly version: 4 | 6;
  readonly table: PipelineTable;
  /** Whom a guest asks: everybody, or all servers and relays of the link (RFC 8415). */
  readonly everybody: FieldMatch;
  readonly ports: readonly FieldMatch[];
}

const VERSIONS: readonly Version[] = [
  { version: 4, table: BR_INT.dhcpIpv4, everybody: { field: 'ip_dst', value: 0xffff_ffffn, mask: undefined }, ports: DHCP.request[4] },
  {
    version: 6,
    table: BR_INT.dhcpIpv6,
    everybody: { field: 'ipv6_dst', value: (0xff02n << 112n) | 0x1_0002n, mask: undefined },
    ports: DHCP.request[6],
  },
];

/** The flows of the agent's DHCP extension: what guests of this host ask by DHCP goes to the agent, which answers as the controller of the bridge. */
export function distributedDhcpFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  if (!context.fabric.distributedDhcp) return [];
  const guests = integrationPorts(context, bridge).filter(({ port }) => port.owner === 'compute:nova' && port.addresses.length > 0);
  return VERSIONS.flatMap((version) => [...defaultFlows(version, bridge), ...guests.map((guest) => guestFlow(version, guest))]);
}

/** table=60,priority=101,udp,nw_dst=255.255.255.255,tp_src=68,tp_dst=67 actions=goto_table:77 and table=77,priority=0 actions=drop; for IPv6 udp6,ipv6_dst=ff02::1:2,tp_src=546,tp_dst=547 and table 78 */
function defaultFlows({ version, table, everybody, ports }: Version, { element }: BridgePlan): readonly Flow[] {
  const origin = fromDefault(element);
  return [
    createFlow(BR_INT.transient, { priority: 101, match: [IP[version], everybody, ...ports], actions: [gotoTable(table)], origin }),
    createFlow(table, { priority: 0, origin }),
  ];
}

/** No byte of the packet goes along: the agent knows the port. */
const TO_AGENT: Action = { kind: 'controller', maxLengthBytes: 0 };

/** table=77,priority=100,udp,in_port=5,dl_src=fa:16:3e:00:00:05,tp_src=68,tp_dst=67 actions=CONTROLLER:0 */
function guestFlow({ version, table, ports }: Version, { port, ofport }: IntegrationPort): Flow {
  return createFlow(table, {
    priority: 100,
    match: [IP[version], inPort(ofport), dlSrc(port.mac), ...ports],
    actions: [TO_AGENT],
    origin: fromPort(port.id),
  });
}
