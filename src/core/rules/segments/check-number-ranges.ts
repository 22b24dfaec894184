import type { SourcePlace } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type Fabric, HIGHEST_VNI, type NumberRange, USUAL_TUNNEL_PORTS, isPortNumber, placeOf, vniName } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST3005: ranges of VNIs, GRE keys and VLANs (1..4094) that are reversed or reach too far; OST3015 the underlay's VLAN, OST3030 the tunnels' UDP port. */
export const checkNumberRanges: Rule = ({ topology: { fabric } }) => [
  ...checkRange(fabric, fabric.overlay.vniRange, {
    name: vniName(fabric.overlay.type),
    highest: HIGHEST_VNI[fabric.overlay.type],
    place: fabric.places.properties['overlay.vni'] ?? placeOf(fabric, 'overlay'),
  }),
  ...fabric.physicalNetworks.flatMap((physical) =>
    checkRange(physical, physical.vlanRange, { name: 'VLAN', highest: 4094, place: placeOf(physical, 'vlan') }),
  ),
  ...underlayVlan(fabric),
  ...tunnelPort(fabric),
];

/** GRE has no port (OST1014 says so). */
function tunnelPort(fabric: Fabric): readonly Finding[] {
  const { type, udpPort } = fabric.overlay;
  if (type === 'gre' || udpPort === undefined || isPortNumber(udpPort)) return [];
  const message = `UDP port ${String(udpPort)} does not exist: there are 1..65535, so Open vSwitch could make no tunnel. Take one of these, or remove \`port\` for the usual ${String(USUAL_TUNNEL_PORTS[type])}, which is planned until then.`;
  const place = fabric.places.properties['overlay.port'] ?? placeOf(fabric, 'overlay');
  return [createFinding('OST3030', { message, place, element: fabric.id, data: { port: udpPort, usual: USUAL_TUNNEL_PORTS[type] } })];
}

function underlayVlan(fabric: Fabric): readonly Finding[] {
  const vlan = fabric.underlay?.vlan;
  if (vlan === undefined || (vlan >= 1 && vlan <= 4094)) return [];
  const message = `VLAN ${String(vlan)} of the underlay does not exist: the tag has 1..4094 (IEEE 802.1Q), so no tunnel packet could be carried. Take one of these.`;
  const place = fabric.places.properties['underlay.vlan'] ?? placeOf(fabric, 'underlay');
  return [createFinding('OST3015', { message, place, element: fabric.id, data: { vlan } })];
}

interface Limits {
  readonly name: string;
  readonly highest: number;
  readonly place: SourcePlace;
}

function checkRange(owner: Element, range: NumberRange | undefined, { name, highest, place }: Limits): readonly Finding[] {
  if (!range) return [];
  const { first, last } = range;
  const found = `the ${name} range ${String(first)}..${String(last)} of ${describeElement(owner)}`;
  const report = (message: string) => [createFinding('OST3005', { message, place, element: owner.id, data: { first, last, highest } })];
  if (first > last)
    return report(`${found} ends before it starts, so no network gets a number from it. Write \`${String(last)}..${String(first)}\`.`);
  if (first < 1 || last > highest) return report(`${found} reaches beyond 1..${String(highest)}, the numbers there are. Cut it to them.`);
  return [];
}
