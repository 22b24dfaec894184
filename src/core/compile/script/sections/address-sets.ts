import type { HostView } from '../host-view.ts';
import { addressSetPath } from '../script-files.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The address sets of remote groups; the rules name them, so they come first. */
export function addressSetSection({ compiled }: HostView): Section {
  const entries = compiled.addressSets.map((set) =>
    entry(
      set.element,
      `${set.members.length} addresses as an IPv${set.version} set`,
      sh`address_set ${set.name} "$here"/${addressSetPath(set.name)}`,
    ),
  );
  return { name: 'address-sets', title: 'addresses of remote groups', neutron: 'ipset_manager.py set_members', entries };
}
