import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assertNever } from '#core/base';
import { type IpAddress, printAddress } from '#core/net';
import type { PlannedFabric } from '#core/plan';
import { startIn } from './background-process.ts';
import { readPcap } from './read-pcap.ts';
import type { Room } from './room.ts';
import { UNDERLAY_BRIDGE } from './wire-underlay.ts';

/** A running capture of the tunnel packets on the underlay. */
export interface UnderlayCapture {
  /** The frames so far. */
  readonly frames: () => Uint8Array[];
  /** Ends it and removes its file. */
  readonly end: () => Promise<void>;
}

/** What tells the fabric's tunnel packets from others. */
export type TunnelSettings = Pick<PlannedFabric, 'overlay' | 'overlayUdpPort'>;

/** Captures the fabric's tunnel packets where all hosts' cables meet. */
export async function captureUnderlay(underlay: Room, fabric: TunnelSettings): Promise<UnderlayCapture> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-capture-'));
  const file = path.join(folder, 'underlay.pcap');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const tcpdump = await startIn(underlay, captureWords(fabric, ['-w', file]), 'listening on');
    return { frames: () => readPcap(readFileSync(file)), end: () => tcpdump.end().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The words of a tcpdump that sees the fabric's tunnel packets as they come: all, or those from and to an address of the underlay. */
export function captureWords(fabric: TunnelSettings, options: readonly string[], address?: IpAddress): string[] {
  const ofHost = address ? ['and', 'host', printAddress(address)] : [];
  return ['tcpdump', '-i', UNDERLAY_BRIDGE, '-n', '-U', '--immediate-mode', '-Z', 'root', ...options, ...tunnelFilter(fabric), ...ofHost];
}

function tunnelFilter({ overlay, overlayUdpPort }: TunnelSettings): string[] {
  switch (overlay) {
    case 'vxlan':
    case 'geneve':
      return ['udp', 'port', String(overlayUdpPort)];
    case 'gre':
      return ['ip', 'proto', '47'];
    default:
      return assertNever(overlay);
  }
}
