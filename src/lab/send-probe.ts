import { assertNever } from '#core/base';
import { printAddress } from '#core/net';
import { type BackgroundProcess, startIn } from './background-process.ts';
import type { Conversation } from './conversation.ts';
import { ASK, LISTEN } from './probe-program.ts';
import { type Room, runIn } from './room.ts';

/** Whether a packet was answered, and what the program that sent it printed. */
export interface ProbeOutcome {
  readonly isAnswered: boolean;
  readonly output: string;
}

/** How long an answer may take before it counts as silence. */
const WAIT_MS = 2000;

/** Sends the packet of a conversation from its guest, as a real program does. */
export function sendProbe(room: Room, conversation: Conversation): Promise<ProbeOutcome> {
  const { protocol } = conversation.packet;
  switch (protocol) {
    case 'icmp':
      return ping(room, conversation);
    case 'tcp':
    case 'udp':
      return ask(room, conversation);
    case 'arp':
    case 'dhcp':
      return Promise.resolve({ isAnswered: false, output: `${protocol} is not sent by the lab` });
    default:
      return assertNever(protocol);
  }
}

/** Has a guest answer on a port, as its VM does, until it is ended. */
export function startListener(room: Room, namespace: string, protocol: 'tcp' | 'udp', port: number): Promise<BackgroundProcess> {
  return startIn(room, [...inGuest(namespace), process.execPath, '-e', LISTEN, protocol, String(port)], 'listening');
}

const HEADER_BYTES = { 4: 28, 6: 48 } as const;

async function ping(room: Room, { from, to, packet }: Conversation): Promise<ProbeOutcome> {
  const words = ['ping', '-n', '-c', '1', '-W', String(WAIT_MS / 1000)];
  if (packet.ttl !== undefined) words.push('-t', String(packet.ttl));
  if (packet.sizeBytes !== undefined) words.push('-s', String(Math.max(0, packet.sizeBytes - HEADER_BYTES[to.address.version])));
  words.push('-M', packet.dontFragment ? 'do' : 'dont', printAddress(to.address));
  const result = await runIn(room, [...inGuest(from.namespace), ...words], { timeoutMs: 10_000 });
  return { isAnswered: result.exitCode === 0, output: result.stdout + result.stderr };
}

async function ask(room: Room, { from, to, packet }: Conversation): Promise<ProbeOutcome> {
  const words = [
    packet.protocol,
    printAddress(to.address),
    String(packet.destinationPort ?? 0),
    String(packet.sourcePort ?? 0),
    String(WAIT_MS),
  ];
  const result = await runIn(room, [...inGuest(from.namespace), process.execPath, '-e', ASK, ...words], { timeoutMs: 10_000 });
  return { isAnswered: result.exitCode === 0, output: result.stdout + result.stderr };
}

function inGuest(namespace: string): string[] {
  return ['ip', 'netns', 'exec', namespace];
}
