import type { SourcePlace } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4050: names of network cards, of bridges and for SR-IOV, that no device of Linux can have. */
export const checkDevices: Rule = ({ topology }) =>
  topology.hosts.flatMap(({ bridges, sriov }) => [
    ...bridges.flatMap((bridge) => (bridge.device === undefined ? [] : badName(bridge, bridge.device, placeOf(bridge, 'interface')))),
    ...sriov.flatMap((card) => card.devices.flatMap((device) => badName(card, device, placeOf(card, 'device')))),
  ]);

/** Linux keeps 15 characters of a device's name (IFNAMSIZ). */
const LONGEST_NAME = 15;

/** What `dev_valid_name` of the kernel (net/core/dev.c) refuses. */
function badName(owner: Element, device: string, place: SourcePlace): readonly Finding[] {
  const sign = /[/:\s]/.exec(device)?.[0];
  const why =
    sign !== undefined
      ? `holds \`${sign}\`, which Linux takes in no device's name`
      : device === '.' || device === '..'
        ? 'is no name for a device'
        : device.length > LONGEST_NAME
          ? `has ${String(device.length)} characters, and Linux takes ${String(LONGEST_NAME)}`
          : undefined;
  if (why === undefined) return [];
  const message = `the network card \`${device}\` of ${describeElement(owner)} ${why}: no card of the host is called so. Write its name as \`ip link\` shows it.`;
  return [createFinding('OST4050', { message, place, element: owner.id, data: { device } })];
}
