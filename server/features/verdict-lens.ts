import { qualifiedName } from '#core/base';
import type { Endpoint, Expectation } from '#core/model';
import { printAddress } from '#core/net';
import type { ExpectationResult } from '#core/trace';
import { printPacket } from '#language';

/** What stands above an expectation; the reason in full is for whoever asks. */
export interface VerdictLens {
  readonly title: string;
  readonly tooltip: string | undefined;
}

/** Of the expectations that one line stands for, the one that fails speaks for all. */
export function verdictLens(verdicts: readonly (ExpectationResult | undefined)[]): VerdictLens {
  const failed = verdicts.find((verdict) => verdict?.kind === 'fails');
  if (failed?.kind === 'fails') return { title: shorten(`✗ fails: ${failed.why}`), tooltip: failed.why };
  const open = verdicts.find((verdict) => verdict?.kind === 'undecided');
  if (open?.kind === 'undecided') return { title: 'not decided', tooltip: open.why };
  return { title: verdicts.every((verdict) => verdict?.kind === 'holds') ? '✓ holds' : '…', tooltip: undefined };
}

/** What “Trace Packet…” is given to show the packet that the verdict speaks of; `undefined` for an end that is many guests. */
export function tracedBy({ from, to, packet }: Expectation): { from: string; to: string; packet: string } | undefined {
  const [start, end] = [endpointText(from), endpointText(to)];
  return start === undefined || end === undefined ? undefined : { from: start, to: end, packet: packet ? printPacket(packet) : 'icmp' };
}

function endpointText(endpoint: Endpoint): string | undefined {
  switch (endpoint.kind) {
    case 'vm':
    case 'port':
      return qualifiedName(endpoint.id);
    case 'address':
      return printAddress(endpoint.address);
    case 'internet':
      return 'internet';
    default:
      return undefined;
  }
}

const LONGEST = 60;

function shorten(title: string): string {
  return title.length > LONGEST ? `${title.slice(0, LONGEST).replace(/[\s,.:;]*\S*$/, '')} …` : title;
}
