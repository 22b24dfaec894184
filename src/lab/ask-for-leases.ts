import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledFabric } from '#core/compile';
import { guestNamespace } from '#core/compile/script';
import { guestDevices, indexDeployment } from '#core/plan';
import { isInstalled } from './check-machine.ts';
import { LabError } from './lab-error.ts';
import { type Room, runIn } from './room.ts';

/** What a guest does with its lease: address, MTU, default route, the way to metadata; name servers would be the machine's own file, so they are left alone. */
const LEASE = `#!/bin/sh
case $1 in bound | renew) ;; *) exit 0 ;; esac
ip addr replace "$ip/$mask" brd + dev "$interface"
[ -z "$mtu" ] || ip link set dev "$interface" mtu "$mtu"
set -- $staticroutes
while [ $# -ge 2 ]; do
  [ "$1" != 169.254.169.254/32 ] || ip route replace "$1" via "$2" dev "$interface"
  shift 2
done
[ -z "$router" ] || ip route replace default via "\${router%% *}" dev "$interface"
`;

/** Where the lease script stands, as a host's room sees the folder of the scripts. */
const LEASE_IN_ROOM = '/run/lab/guest-lease.sh';

/** Has every interface of every guest that has an IPv4 address ask its network's DHCP server for it. */
export async function askForLeases(compiled: CompiledFabric, rooms: readonly Room[], scripts: string, signal: AbortSignal): Promise<void> {
  if (!isInstalled('udhcpc')) throw new LabError('guests that ask for their addresses need udhcpc, which is not installed');
  writeFileSync(path.join(scripts, path.basename(LEASE_IN_ROOM)), LEASE, { mode: 0o755 });
  const index = indexDeployment(compiled.deployment);
  const asking = compiled.deployment.vms.flatMap((vm) => {
    const host = index.host(vm.host).name;
    const room = rooms.find(({ name }) => name === host);
    const devices = guestDevices(vm.ports.map((port) => index.port(port)));
    const withAddress = devices.filter(({ port }) => port.adminUp && port.addresses.some(({ address }) => address.version === 4));
    return room ? withAddress.map(({ name: device }) => ({ room, namespace: guestNamespace(vm), device })) : [];
  });
  await Promise.all(asking.map((guest) => askForLease(guest, signal)));
}

async function askForLease(
  { room, namespace, device }: { room: Room; namespace: string; device: string },
  signal: AbortSignal,
): Promise<void> {
  const udhcpc = ['udhcpc', '-i', device, '-n', '-q', '-f', '-t', '4', '-T', '2', '-O', 'mtu', '-O', 'staticroutes', '-s', LEASE_IN_ROOM];
  const { exitCode, stderr } = await runIn(room, ['ip', 'netns', 'exec', namespace, ...udhcpc], { signal });
  if (exitCode !== 0)
    throw new LabError(`${device} of ${namespace} on ${room.name} got no lease: ${stderr.trim().split('\n').at(-1) ?? ''}`);
}
