import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type IpAddress, printAddress } from '#core/net';
import { type TunnelSettings, tunnelUdpPort } from '#core/plan';
import { startIn } from './background-process.ts';
import { readPcap } from './read-pcap.ts';
import type { Room } from './room.ts';
import { UNDERLAY_BRIDGE } from './wire-underlay.ts';

/** A running capture on one of the lab's bridges. */
export interface Capture {
  /** The frames so far. */
  readonly frames: () => Uint8Array[];
  /** Ends it and removes its file. */
  readonly end: () => Promise<void>;
}

/** Captures the fabric's tunnel packets where all hosts' cables meet. */
export function captureUnderlay(underlay: Room, fabric: TunnelSettings): Promise<Capture> {
  return startCapture(underlay, (file) => captureWords(fabric, ['-w', file]));
}

/** Captures every frame on the cable of a physical network, which is one of the lab's bridges. */
export function capturePhysicalNetwork(underlay: Room, bridge: string): Promise<Capture> {
  return startCapture(underlay, (file) => tcpdumpWords(bridge, ['-w', file]));
}

async function startCapture(underlay: Room, words: (file: string) => string[]): Promise<Capture> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-capture-'));
  const file = path.join(folder, 'frames.pcap');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const tcpdump = await startIn(underlay, words(file), 'listening on');
    return { frames: () => readPcap(readFileSync(file)), end: () => tcpdump.end().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The words of a tcpdump that sees the fabric's tunnel packets as they come: all, or those from and to an address of the underlay. */
export function captureWords(fabric: TunnelSettings, options: readonly string[], address?: IpAddress): string[] {
  const ofHost = address ? ['and', 'host', printAddress(address)] : [];
  return [...tcpdumpWords(UNDERLAY_BRIDGE, options), ...tunnelFilter(fabric), ...ofHost];
}

function tcpdumpWords(bridge: string, options: readonly string[]): string[] {
  return ['tcpdump', '-i', bridge, '-n', '-U', '--immediate-mode', '-Z', 'root', ...options];
}

function tunnelFilter(fabric: TunnelSettings): string[] {
  const ports = (['vxlan', 'geneve'] as const).flatMap((type) => ['udp', 'port', String(tunnelUdpPort(fabric, type)), 'or']);
  return ['(', ...ports, 'ip', 'proto', '47', ')'];
}
