import { printMac } from '#core/net';
import type { PlannedPort } from '#core/plan';
import { ovsString } from './shell-quote.ts';

/** What Neutron writes to both ends of a trunk's patch (trunk_manager.py `get_patch_peer_attrs`): the peer, and whose port it is. */
export function patchColumns(peer: string, { uuid, mac }: PlannedPort): string[] {
  return [
    'type=patch',
    `options:peer=${ovsString(peer)}`,
    `external_ids:iface-id=${ovsString(uuid)}`,
    `external_ids:attached-mac=${ovsString(printMac(mac))}`,
  ];
}
