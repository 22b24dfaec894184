import type { Finding, FindingCode } from '#core/diagnostics';
import { DEFAULT_MTU_BYTES, type Network, encapsulationBytes, largestMtu } from '#core/model';
import { addInside } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixChange, type FixMaker, possible, preferred, replace } from './fix.ts';

/** MTUs: of networks, of what carries them, and of the fabric, which limits both. */
export const MTU_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST3011: (finding, context) => [...lowerMtu(finding, context), ...raiseFor(finding, context)],
  OST3012: raiseMtu,
  OST3013: raiseMtu,
  OST3014: (finding, context) => [...lowerMtu(finding, context), ...raiseFor(finding, context)],
};

function networkOf({ element }: Finding, { relations }: FixContext): Network | undefined {
  return element === undefined ? undefined : relations.network(element);
}

/** The least MTU a network may have (RFC 791, RFC 8200), in bytes. */
function leastMtu({ id }: Network, { relations }: FixContext): number {
  return relations.subnetsOf(id).some(({ prefix }) => prefix.address.version === 6) ? 1280 : 68;
}

function lowerMtu(finding: Finding, context: FixContext): readonly Fix[] {
  const largest = Number(finding.data.largest);
  const network = networkOf(finding, context);
  if (!network || largest < leastMtu(network, context)) return [];
  return [preferred(`Lower the MTU to ${largest}`, replace(finding.place, String(largest)))];
}

/** What carries the network gives way. */
function raiseFor(finding: Finding, context: FixContext): readonly Fix[] {
  const network = networkOf(finding, context);
  const raised = network && raiseCarrier(network, Number(finding.data.mtu), context);
  return raised ? [possible(raised.title, ...raised.changes)] : [];
}

/** Up to what its carrier allows; where that is what is too small, it is raised for an MTU as Ethernet has it. */
function raiseMtu(finding: Finding, context: FixContext): readonly Fix[] {
  const network = networkOf(finding, context);
  if (!network) return [];
  const { mtu } = network.places.properties;
  const largest = largestMtu(context.relations.topology, network);
  const isRoomy = largest >= leastMtu(network, context);
  if (mtu && isRoomy) return [preferred(`Raise the MTU to ${largest}`, replace(mtu, String(largest)))];
  const raised = isRoomy ? undefined : raiseCarrier(network, DEFAULT_MTU_BYTES, context);
  if (!raised) return [];
  const own = mtu ? [replace(mtu, String(DEFAULT_MTU_BYTES))] : [];
  return [preferred(raised.title, ...raised.changes, ...own)];
}

interface Raised {
  readonly title: string;
  readonly changes: readonly FixChange[];
}

/** Raises what limits a network's MTU: its underlay or physical network, and the fabric's own limit. */
function raiseCarrier(network: Network, mtu: number, context: FixContext): Raised | undefined {
  const { fabric } = context.relations.topology;
  const { segment } = network;
  const overhead = segment.kind === 'overlay' ? encapsulationBytes(segment.type, fabric.underlay?.prefix.address.version ?? 4) : 0;
  const bytes = mtu + overhead;
  const own = raiseOwn(network, bytes, context);
  const limit = fabric.places.properties.mtu;
  const isLimited = fabric.mtuBytes !== undefined && fabric.mtuBytes < bytes && limit;
  const parts = [...(own ? [own] : []), ...(isLimited ? [{ what: "the fabric's", change: replace(limit, String(bytes)) }] : [])];
  return parts.length === 0
    ? undefined
    : { title: `Raise ${parts.map(({ what }) => what).join(' and ')} MTU to ${bytes}`, changes: parts.map(({ change }) => change) };
}

/** The underlay or physical network, where that carries too little; what is not written is the fabric's limit, or 1500. */
function raiseOwn({ segment }: Network, bytes: number, { relations, nodeAt, nodeOf }: FixContext) {
  const { fabric } = relations.topology;
  if (segment.kind === 'overlay') {
    const { underlay, 'underlay.mtu': written } = fabric.places.properties;
    const node = underlay && nodeAt(underlay);
    if (!fabric.underlay || !node || fabric.underlay.mtuBytes >= bytes) return undefined;
    return { what: "the underlay's", change: written ? replace(written, String(bytes)) : addInside(node, `mtu ${bytes}`) };
  }
  if (segment.kind === 'local') return undefined;
  const physical = fabric.physicalNetworks.find(({ name }) => name === segment.physicalNetwork);
  const node = physical && nodeOf(physical.id);
  const carried = physical?.mtuBytes ?? (fabric.mtuBytes === undefined ? DEFAULT_MTU_BYTES : undefined);
  if (!physical || !node || carried === undefined || carried >= bytes) return undefined;
  const { mtu } = physical.places.properties;
  return { what: `\`${physical.name}\`'s`, change: mtu ? replace(mtu, String(bytes)) : addInside(node, `mtu ${bytes}`) };
}
