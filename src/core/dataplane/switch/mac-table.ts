import { isMulticastMac } from '#core/net';

/** Where a MAC was last seen. */
export interface MacEntry {
  readonly vlan: number;
  readonly mac: bigint;
  readonly ofport: number;
  readonly seenAtSeconds: number;
}

/** The forwarding database of one bridge, by VLAN and MAC (lib/mac-learning.c). */
export interface MacTable {
  readonly lookup: (vlan: number, mac: bigint, nowSeconds: number) => MacEntry | undefined;
  /** Notes a sender; answers whether the entry is new or moved. Multicast senders are not learned. */
  readonly learn: (vlan: number, mac: bigint, ofport: number, nowSeconds: number) => boolean;
  /** Entries not aged out, by VLAN, then MAC: `fdb/show`. */
  readonly entries: (nowSeconds: number) => readonly MacEntry[];
}

/** `mac-aging-time` of a bridge, in seconds: 300 unless set (ovs-vswitchd.conf.db(5)). */
export const MAC_AGING_SECONDS = 300;

/** Makes a table with the given entries. */
export function createMacTable(entries: Iterable<MacEntry> = []): MacTable {
  const table = new Map<bigint, MacEntry>();
  for (const entry of entries) table.set(keyOf(entry.vlan, entry.mac), entry);

  const lookup: MacTable['lookup'] = (vlan, mac, nowSeconds) => {
    const entry = table.get(keyOf(vlan, mac));
    return entry && isFresh(entry, nowSeconds) ? entry : undefined;
  };
  return {
    lookup,
    learn: (vlan, mac, ofport, nowSeconds) => {
      if (isMulticastMac(mac)) return false;
      const before = lookup(vlan, mac, nowSeconds);
      table.set(keyOf(vlan, mac), { vlan, mac, ofport, seenAtSeconds: nowSeconds });
      return before?.ofport !== ofport;
    },
    entries: (nowSeconds) =>
      [...table.values()].filter((entry) => isFresh(entry, nowSeconds)).sort((a, b) => a.vlan - b.vlan || (a.mac < b.mac ? -1 : 1)),
  };
}

function isFresh({ seenAtSeconds }: MacEntry, nowSeconds: number): boolean {
  return nowSeconds - seenAtSeconds < MAC_AGING_SECONDS;
}

function keyOf(vlan: number, mac: bigint): bigint {
  return (BigInt(vlan) << 48n) | mac;
}
