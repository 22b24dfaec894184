import { type Room, mustRunIn } from './room.ts';

/** Folders of a host's own Open vSwitch, below its own /run; the generated scripts find it by them. */
export const SWITCH_ENVIRONMENT: Readonly<Record<string, string>> = {
  OVS_RUNDIR: '/run/openvswitch',
  OVS_DBDIR: '/run/openvswitch/db',
  OVS_LOGDIR: '/run/openvswitch/log',
  OVS_SYSCONFDIR: '/run/openvswitch/etc',
};

const START = `set -e
mkdir -p "$OVS_RUNDIR" "$OVS_DBDIR" "$OVS_LOGDIR" "$OVS_SYSCONFDIR"
ovsdb-tool create "$OVS_DBDIR/conf.db"
ovsdb-server "$OVS_DBDIR/conf.db" --remote="punix:$OVS_RUNDIR/db.sock" --pidfile --log-file --no-chdir --detach -vconsole:off
ovs-vsctl --timeout=10 --no-wait init
ovs-vsctl --timeout=10 --no-wait set Open_vSwitch . external_ids:system-id="$1"
ovs-vswitchd "unix:$OVS_RUNDIR/db.sock" --pidfile --log-file --no-chdir --detach -vconsole:off`;

/** Starts an Open vSwitch of the host's own: its database and its switch, both inside the room. */
export async function startSwitch(room: Room, env: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
  await mustRunIn(room, 'starting Open vSwitch', ['bash', '-c', START, 'start-switch', `ostopo-${room.name}`], {
    env,
    ...(signal && { signal }),
  });
}
