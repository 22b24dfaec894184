import type { Action, Subfield } from '#core/openflow';

const VLAN: Subfield = { field: 'vlan_tci', start: 0, bits: 12 };
const WHOLE_VLAN: Subfield = { field: 'vlan_tci', start: 0, bits: 16 };
const ETH_DST: Subfield = { field: 'eth_dst', start: 0, bits: 48 };
const ETH_SRC: Subfield = { field: 'eth_src', start: 0, bits: 48 };
const TUN_ID: Subfield = { field: 'tun_id', start: 0, bits: 64 };
const IN_PORT: Subfield = { field: 'in_port_oxm', start: 0, bits: 32 };

/**
 * Remembers for 300 seconds that the sender lives behind the tunnel the frame came from (br_tun.py setup_default_table):
 * `learn(table=20,hard_timeout=300,priority=1,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:0->NXM_OF_VLAN_TCI[],load:NXM_NX_TUN_ID[]->NXM_NX_TUN_ID[],output:OXM_OF_IN_PORT[])`
 */
export const LEARN_SOURCE: Action = {
  kind: 'learn',
  table: 20,
  priority: 1,
  hardTimeoutSeconds: 300,
  idleTimeoutSeconds: 0,
  cookie: 0n,
  clauses: [
    { kind: 'match-field', target: VLAN, source: VLAN },
    { kind: 'match-field', target: ETH_DST, source: ETH_SRC },
    { kind: 'load-value', target: WHOLE_VLAN, value: 0n },
    { kind: 'load-field', target: TUN_ID, source: TUN_ID },
    { kind: 'output', source: IN_PORT },
  ],
};
