import { type ElementId, qualifiedName } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Host, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';

/** OST4006 a local VLAN out of 1..4094 (4095 is the dead VLAN), OST4007 one for two networks of a host. */
export const checkLocalVlans: Rule = ({ topology }) =>
  topology.hosts.flatMap((host) => {
    const [possible, impossible] = [host.localVlans.filter(isPossible), host.localVlans.filter((pin) => !isPossible(pin))];
    return [
      ...impossible.map((pin) => impossibleFinding(host, pin)),
      ...findRepeats(possible, ({ vlan }) => vlan).flatMap(({ first, repeat }) => [
        repeatFinding(host, first, repeat),
        firstFinding(host, first, repeat),
      ]),
    ];
  });

interface Pin {
  readonly network: ElementId;
  readonly vlan: number;
}

function isPossible({ vlan }: Pin): boolean {
  return vlan >= 1 && vlan <= 4094;
}

function impossibleFinding(host: Host, pin: Pin): Finding {
  const { network, vlan } = pin;
  const message = `local VLAN ${String(vlan)} for \`${qualifiedName(network)}\` on ${describeElement(host)} does not exist: br-int has 1..4094, and 4095 drops everything. Take one of these; until then a free one is planned.`;
  return createFinding('OST4006', { message, place: pinPlace(host, pin), element: host.id, data: { vlan } });
}

function repeatFinding(host: Host, first: Pin, repeat: Pin): Finding {
  const message = `${describeElement(host)} has local VLAN ${String(repeat.vlan)} for both \`${qualifiedName(first.network)}\` and \`${qualifiedName(repeat.network)}\`: on br-int the two would be one network. Take another number; until then a free one is planned for the second.`;
  return createFinding('OST4007', {
    message,
    place: pinPlace(host, repeat),
    related: [{ message: `\`${qualifiedName(first.network)}\` has it here`, place: pinPlace(host, first) }],
    element: host.id,
    data: { vlan: repeat.vlan, network: repeat.network },
  });
}

/** The other end of the same conflict. */
function firstFinding(host: Host, first: Pin, repeat: Pin): Finding {
  const message = `the same local VLAN is given to \`${qualifiedName(repeat.network)}\` on ${describeElement(host)}: the plan keeps it here. Change one of them.`;
  return createFinding('OST4007', {
    message,
    place: pinPlace(host, first),
    related: [{ message: 'given again here', place: pinPlace(host, repeat) }],
    element: host.id,
    data: { vlan: first.vlan, network: first.network },
  });
}

function pinPlace(host: Host, { network }: Pin): Finding['place'] {
  return host.places.properties[`local-vlan ${network}`] ?? placeOf(host, 'local-vlan');
}
