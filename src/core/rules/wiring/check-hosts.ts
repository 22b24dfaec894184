import { type Finding, createFinding } from '#core/diagnostics';
import { type Host, type HostBridge, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';
import { hasOpenVswitch } from './has-open-vswitch.ts';

/** OST4010 a host without role, OST4011 its bridges without Open vSwitch, OST4012 their names, OST4014 what two of them share. */
export const checkHosts: Rule = ({ topology }) =>
  topology.hosts.flatMap((host) => {
    if (host.roles.length === 0) return host.places.properties.roles ? [] : [roleless(host)]; // written, and told where they cannot be read
    return [
      ...(hasOpenVswitch(host) ? [] : host.bridges.map((bridge) => unmade(host, bridge))),
      ...host.bridges.flatMap(badName),
      ...findRepeats(host.bridges, (bridge) => bridge.physicalNetwork).map((repeat) =>
        shared(repeat, 'physical', 'the physical network', repeat.repeat.physicalNetwork),
      ),
      ...findRepeats(host.bridges, (bridge) => bridge.device).map((repeat) =>
        shared(repeat, 'interface', 'the network card', repeat.repeat.device),
      ),
    ];
  });

function roleless(host: Host): Finding {
  const message = `${describeElement(host)} has no role, so nothing runs on it: no switch, no VM, no router. Write \`roles compute\`, \`network\`, \`control\` or \`storage\`.`;
  return createFinding('OST4010', { message, place: host.places.name, element: host.id });
}

function unmade(host: Host, bridge: HostBridge): Finding {
  const message = `bridge \`${bridge.name}\` is not made: ${describeElement(host)} is no compute or network host, so Open vSwitch does not run there. Remove the bridge, or add the role.`;
  return createFinding('OST4011', {
    message,
    place: bridge.places.name,
    related: [{ message: 'its roles', place: placeOf(host, 'roles') }],
    element: bridge.id,
  });
}

/** Linux keeps 15 characters of a device's name (IFNAMSIZ). */
const LONGEST_NAME = 15;

function badName(bridge: HostBridge): readonly Finding[] {
  const { name } = bridge;
  const report = (message: string) => [
    createFinding('OST4012', { message, place: bridge.places.name, element: bridge.id, data: { name } }),
  ];
  if (name === 'br-int' || name === 'br-tun')
    return report(`\`${name}\` is the name of a bridge Neutron makes itself: this one is left out. Take another name such as \`br-ex\`.`);
  if (name.length > LONGEST_NAME)
    return report(
      `the bridge name \`${name}\` has ${String(name.length)} characters, and Linux takes ${String(LONGEST_NAME)}: the bridge cannot be made. Shorten it.`,
    );
  return [];
}

function shared({ first, repeat }: Repeat<HostBridge>, property: string, what: string, name: string | undefined): Finding {
  const message = `bridges \`${first.name}\` and \`${repeat.name}\` of one host both have ${what} \`${name ?? ''}\`: it can be joined to one bridge only. Remove it from one of them.`;
  return createFinding('OST4014', {
    message,
    place: placeOf(repeat, property),
    related: [{ message: 'the other bridge', place: placeOf(first, property) }],
    element: repeat.id,
    data: { other: first.id },
  });
}
