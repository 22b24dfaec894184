import { assertNever, compact } from '#core/base';
import { printAddress, printPrefix } from '#core/net';
import type { BridgePlan, BridgePort, PlannedFabric } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { flowPath } from '../script-files.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { type ShellText, continued, ovsString, sh } from '../shell-quote.ts';

/** The bridges with the ports that join them to each other, to the other hosts and to the wire. VMs and namespaces come later. */
export function bridgeSection({ plan, fabric }: HostView): Section {
  const bridges = plan.bridges.map((bridge) => entry(bridge.element, describeBridge(bridge), sh`bridge ${bridge.name}`));
  const ports = plan.bridges.flatMap((bridge) => compact(bridge.ports.map((port) => portEntry(fabric, bridge, port))));
  return { title: 'Bridges, patch ports, tunnels and uplinks', entries: [...bridges, ...ports] };
}

/** All flows of a bridge at once. They name ports by number, so they may be there before the ports. */
export function flowSection({ compiled }: HostView): Section {
  const entries = compiled.bridges.map(({ plan, flows }) =>
    entry(plan.element, `${flows.length} flows of ${plan.name}`, sh`load_flows ${plan.name} "$here"/${flowPath(plan.name)}`),
  );
  return { title: 'Flows', entries };
}

/** Addresses on the bridges' own ports; after the flows, because a bridge without flows passes nothing. */
export function addressSection({ plan }: HostView): Section {
  const onBridges = plan.bridges.flatMap((bridge): Entry[] => {
    if (!bridge.address) return [];
    const uplink = bridge.ports.find((port) => port.kind === 'uplink');
    const command = sh`bridge_address ${bridge.name} ${printPrefix(bridge.address)} ${uplink?.device ?? ''}`;
    return [entry(bridge.element, `the host's address on ${bridge.name}`, command)];
  });
  const onCard =
    plan.tunnel && plan.tunnel.bridge === undefined
      ? [
          entry(
            plan.id,
            'the tunnels leave from a network card: nothing to do, except for the userspace datapath',
            sh`underlay_bridge ${printPrefix(plan.tunnel.address)}`,
          ),
        ]
      : [];
  return { title: 'Addresses of the host', entries: [...onBridges, ...onCard] };
}

function describeBridge({ kind, name, physicalNetwork }: BridgePlan): string {
  switch (kind) {
    case 'integration':
      return `${name}, where VMs and namespaces plug in`;
    case 'tunnel':
      return `${name}, from local VLANs to tunnels and back`;
    case 'physical':
      return `${name}, the way to physical network ${physicalNetwork ?? '(none)'}`;
    default:
      return assertNever(kind);
  }
}

function portEntry(fabric: PlannedFabric, bridge: BridgePlan, port: BridgePort): Entry | undefined {
  const head = sh`add_port ${bridge.name} ${port.name} ${port.ofport}`;
  switch (port.kind) {
    case 'patch':
      return entry(port.element, `patch from ${bridge.name} to ${port.peer.bridge}`, continued(head, ...patchColumns(bridge, port)));
    case 'tunnel':
      return entry(port.element, `tunnel to ${port.remoteHost}`, continued(head, tunnelColumns(fabric, port)));
    case 'uplink':
      return entry(
        port.element,
        `${port.device} carries ${bridge.physicalNetwork ?? bridge.name}`,
        sh`checksums_in_software ${port.device}`,
        head,
        sh`ip link set dev ${port.device} up`,
      );
    case 'vif':
      return undefined;
    default:
      return assertNever(port);
  }
}

function patchColumns(bridge: BridgePlan, port: Extract<BridgePort, { kind: 'patch' }>): ShellText[] {
  const interfaceColumns = sh`-- set Interface ${port.name} type=patch options:peer=${ovsString(port.peer.port)}`;
  if (bridge.kind !== 'integration') return [interfaceColumns];
  return [
    interfaceColumns,
    sh`-- set Port ${port.name} other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false`,
  ];
}

const DEFAULT_UDP_PORT = { vxlan: 4789, geneve: 6081, gre: undefined } as const;

function tunnelColumns(
  { overlayUdpPort }: PlannedFabric,
  { name, type, localIp, remoteIp }: Extract<BridgePort, { kind: 'tunnel' }>,
): ShellText {
  const usual = DEFAULT_UDP_PORT[type];
  const options = [
    `options:local_ip=${ovsString(printAddress(localIp))}`,
    `options:remote_ip=${ovsString(printAddress(remoteIp))}`,
    'options:in_key=flow',
    'options:out_key=flow',
    'options:df_default=true',
    'options:egress_pkt_mark=0',
    ...(usual === undefined || usual === overlayUdpPort ? [] : [`options:dst_port=${overlayUdpPort}`]),
  ];
  return sh`-- set Interface ${name} type=${type} ${options}`;
}
