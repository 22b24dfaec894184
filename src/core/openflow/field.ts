import type { HeaderField } from '#core/packet';

/** Names of match fields as `ovs-ofctl` spells them (ovs-fields(7)): those on the wire, views of the VLAN tag, and metadata of the switch. */
export type FieldName =
  | HeaderField
  | 'vlan_vid'
  | 'vlan_pcp'
  | 'in_port'
  | 'in_port_oxm'
  | 'tun_id'
  | 'tun_src'
  | 'tun_dst'
  | 'metadata'
  | 'pkt_mark'
  | 'conj_id'
  | 'ct_state'
  | 'ct_zone'
  | 'ct_mark'
  | 'reg0'
  | 'reg1'
  | 'reg2'
  | 'reg3'
  | 'reg4'
  | 'reg5'
  | 'reg6'
  | 'reg7';
