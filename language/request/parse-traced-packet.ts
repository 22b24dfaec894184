import type { PacketSpec } from '#core/model';
import { type PacketSpecError, parsePacketSpec } from './parse-packet-spec.ts';

/** The words of a packet that is to be traced: of TCP and UDP it needs a port, for who would answer on none? */
export function parseTracedPacket(words: readonly string[]): PacketSpec | PacketSpecError {
  const packet = parsePacketSpec(words);
  if ('error' in packet) return packet;
  const { protocol, destinationPort } = packet;
  if ((protocol !== 'tcp' && protocol !== 'udp') || destinationPort !== undefined) return packet;
  return {
    error: `a destination port is missing after \`${protocol}\`, as in \`${protocol} ${protocol === 'tcp' ? '443' : '53'}\``,
    index: words.indexOf(protocol) + 1,
  };
}
