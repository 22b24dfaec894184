import { type Endpoint, type PacketSpec, type Topology } from '#core/model';
import { parsePacketSpec, resolveEndpoint } from '#language';
import { CommandError } from '../exit-code.ts';

/** FROM, TO and PACKET of a command line with their names resolved. */
export interface ReadRequest {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly packet: PacketSpec;
}

/** Resolves the words of `FROM TO [PACKET…]`; an unknown name or word ends the command with the nearest known one. */
export function readRequest(topology: Topology, from: string, to: string, packet: readonly string[]): ReadRequest {
  return { from: endpoint(topology, from), to: endpoint(topology, to), packet: packetOf(packet) };
}

function endpoint(topology: Topology, text: string): Endpoint {
  const found = resolveEndpoint(topology, text);
  if ('error' in found) throw new CommandError(found.error);
  return found;
}

function packetOf(words: readonly string[]): PacketSpec {
  const found = parsePacketSpec(words);
  if ('error' in found) throw new CommandError(found.error);
  return found;
}
