import { qualifiedName } from '#core/base';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The taps join their Linux bridges only here, when the rules that filter them are there: no packet of a guest passes unfiltered. */
export function hybridTapSection({ plan }: HostView): Section {
  return {
    name: 'hybrid-taps',
    title: 'taps into their Linux bridges, now that rules filter them',
    neutron: 'none: libvirt does it when Nova starts the VM, after the plug',
    entries: plan.hybridPlugs.map(({ port, tap, qbr }) =>
      entry(port, `${qualifiedName(port)} reaches its Linux bridge`, sh`hybrid_tap ${[tap, qbr]}`),
    ),
  };
}
