import { printAddress, printPrefix } from '#core/net';
import type { BridgePort, PlannedFabric } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { type ShellText, continued, ovsString, sh } from '../shell-quote.ts';

type TunnelPort = Extract<BridgePort, { kind: 'tunnel' }>;

/** One port of br-tun per other host. */
export function tunnelPortSection({ plan, fabric }: HostView): Section {
  const ports = plan.bridges.flatMap((bridge) =>
    bridge.ports
      .filter((port) => port.kind === 'tunnel')
      .map((port) =>
        entry(
          port.element,
          `to ${port.remoteHost}`,
          continued(sh`add_port ${bridge.name} ${port.name} ${port.ofport}`, tunnelColumns(fabric, port)),
        ),
      ),
  );
  return {
    name: 'tunnel-ports',
    title: 'tunnels to the other hosts',
    neutron: 'ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port',
    entries: [...underlay(plan), ...ports],
  };
}

function underlay(plan: HostView['plan']): Entry[] {
  if (!plan.tunnel || plan.tunnel.bridge !== undefined) return [];
  const why = 'the tunnels leave from a network card: nothing to do, except for the userspace datapath';
  return [entry(plan.id, why, sh`underlay_bridge ${printPrefix(plan.tunnel.address)}`)];
}

const DEFAULT_UDP_PORT = { vxlan: 4789, geneve: 6081, gre: undefined } as const;

/** The fabric's port is that of its own overlay: networks of another type have tunnels to the usual one. */
function tunnelColumns({ overlay, overlayUdpPort }: PlannedFabric, { name, type, localIp, remoteIp }: TunnelPort): ShellText {
  const usual = DEFAULT_UDP_PORT[type];
  const options = [
    `options:local_ip=${ovsString(printAddress(localIp))}`,
    `options:remote_ip=${ovsString(printAddress(remoteIp))}`,
    'options:in_key=flow',
    'options:out_key=flow',
    'options:df_default=true',
    'options:egress_pkt_mark=0',
    ...(usual === undefined || type !== overlay || usual === overlayUdpPort ? [] : [`options:dst_port=${overlayUdpPort}`]),
  ];
  return sh`-- set Interface ${name} type=${type} ${options}`;
}
