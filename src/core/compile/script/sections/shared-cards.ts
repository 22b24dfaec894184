import { printMac } from '#core/net';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** MACs behind a bridge, told to the card that the bridge shares with virtual functions: it would send frames for them to the wire only. */
export function sharedCardSection({ plan }: HostView): Section {
  return {
    name: 'shared-cards',
    title: 'MACs that virtual functions reach by the bridge',
    neutron: 'fdb_population.py FdbPopulationAgentExtension',
    entries: plan.sharedCards.map(({ port, device, mac }) =>
      entry(port, `behind ${device} for its virtual functions`, sh`card_address ${device} ${printMac(mac)}`),
    ),
  };
}
