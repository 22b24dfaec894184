import type { IpAddress, MacAddress } from '#core/net';
import type { Action } from '#core/openflow';
import { IN_PORT, move, setField } from './flow-actions.ts';

/**
 * Makes an ARP request the answer to itself (`install_arp_responder` of the agent's bridges): set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],
 * move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],set_field:MAC->arp_sha,set_field:10.0.0.5->arp_spa,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],set_field:MAC->eth_src,IN_PORT
 */
export function arpReply(mac: MacAddress, address: IpAddress): readonly Action[] {
  return [
    setField('arp_op', 2n),
    move('arp_sha', 'arp_tha', 48),
    move('arp_spa', 'arp_tpa', 32),
    setField('arp_sha', mac),
    setField('arp_spa', address.value),
    move('eth_src', 'eth_dst', 48),
    setField('eth_src', mac),
    IN_PORT,
  ];
}
