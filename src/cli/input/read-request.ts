import { type Endpoint, type PacketSpec, type Topology } from '#core/model';
import type { Deployment } from '#core/plan';
import { type SwitchPort, findSwitchPort } from '#core/trace';
import { parseTracedPacket, resolveEndpoint } from '#language';
import { CommandError } from '../exit-code.ts';

/** FROM, TO and PACKET of a command line with their names resolved. */
export interface ReadRequest {
  readonly from: Endpoint | SwitchPort;
  readonly to: Endpoint;
  readonly packet: PacketSpec;
}

/** What names are looked up in. */
export interface NamedModel {
  readonly topology: Topology;
  readonly deployment: Deployment;
}

/** Resolves the words of `FROM TO [PACKET…]`; an unknown name or word ends the command with the nearest known one. */
export function readRequest(model: NamedModel, from: string, to: string, packet: readonly string[]): ReadRequest {
  return { from: readSender(model, from), to: readEndpoint(model, to), packet: packetOf(packet) };
}

/** Who sends: an end of a conversation, or a host's bridge port, `HOST.BRIDGE.PORT`. */
export function readSender({ topology, deployment }: NamedModel, text: string): Endpoint | SwitchPort {
  const found = resolveEndpoint(topology, text);
  if (!('error' in found)) return found;
  const port = findSwitchPort(deployment, text) ?? found;
  if ('error' in port) throw new CommandError(port.error);
  return port;
}

/** An end of a conversation. */
export function readEndpoint({ topology }: NamedModel, text: string): Endpoint {
  const found = resolveEndpoint(topology, text);
  if ('error' in found) throw new CommandError(found.error);
  return found;
}

function packetOf(words: readonly string[]): PacketSpec {
  const found = parseTracedPacket(words);
  if ('error' in found) throw new CommandError(found.error);
  return found;
}
