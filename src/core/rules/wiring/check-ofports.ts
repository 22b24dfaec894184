import { type ElementId, compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type PortPins, type Relations, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';

/** The highest OpenFlow port number `ofport_request` takes (ovs-vswitchd.conf.db(5)). */
const HIGHEST = 65279;

/** OST4008 a port number pinned twice on one br-int, OST4009 out of 1..65279. */
export const checkOfports: Rule = (relations) => {
  const pins = pinnedPorts(relations);
  const [possible, impossible] = [pins.filter(isPossible), pins.filter((pin) => !isPossible(pin))];
  const placed = possible.filter(({ host }) => host !== undefined);
  return [
    ...impossible.map(({ element, ofport }) => impossibleFinding(element, ofport)),
    ...onBothPlaces(
      findRepeats(placed, ({ host, ofport }) => `${host ?? ''} ${String(ofport)}`).map(({ first, repeat }) => repeatFinding(first, repeat)),
    ),
  ];
};

interface Pin {
  readonly element: Element;
  readonly ofport: number;
  /** Where the port is; `undefined` where only the plan decides. */
  readonly host: ElementId | undefined;
}

function isPossible({ ofport }: Pin): boolean {
  return ofport >= 1 && ofport <= HIGHEST;
}

/** A service is on its router's host, or on the only network host there is. */
function pinnedPorts({ topology, vm }: Relations): readonly Pin[] {
  const networkHosts = topology.hosts.filter((host) => host.roles.includes('network'));
  const onlyHost = networkHosts.length === 1 ? networkHosts[0]?.id : undefined;
  const pin = (element: Element & PortPins, host: ElementId | undefined): Pin | undefined =>
    element.ofport === undefined ? undefined : { element, ofport: element.ofport, host };
  return compact([
    ...topology.subnets.map(({ dhcp }) => pin(dhcp, onlyHost)),
    ...topology.routers.flatMap((router) =>
      compact([...router.interfaces, router.gateway]).map((item) => pin(item, router.host ?? onlyHost)),
    ),
    ...topology.ports.map((port) => pin(port, vm(port.vm)?.host)),
  ]);
}

function impossibleFinding(element: Element, ofport: number): Finding {
  const message = `OpenFlow port ${String(ofport)} of ${describeElement(element)} does not exist: Open vSwitch gives 1..${String(HIGHEST)}. Take one of these; until then a free one is planned.`;
  return createFinding('OST4009', { message, place: placeOf(element, 'ofport'), element: element.id, data: { ofport } });
}

function repeatFinding(first: Pin, repeat: Pin): Finding {
  const message = `${describeElement(repeat.element)} has OpenFlow port ${String(repeat.ofport)} of ${describeElement(first.element)} on the same br-int: flows for one would act on the other. Take another number; until then a free one is planned.`;
  return createFinding('OST4008', {
    message,
    place: placeOf(repeat.element, 'ofport'),
    related: [{ message: 'first used here', place: placeOf(first.element, 'ofport') }],
    element: repeat.element.id,
    data: { ofport: repeat.ofport, other: first.element.id },
  });
}
