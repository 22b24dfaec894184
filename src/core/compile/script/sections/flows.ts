import type { HostView } from '../host-view.ts';
import { flowPath } from '../script-files.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** All flows of a bridge at once, in a bundle. The flow files say of every flow what it is for. */
export function flowSection({ compiled }: HostView): Section {
  const entries = compiled.bridges.map(({ plan, flows }) =>
    entry(plan.element, `${flows.length} flows of ${plan.name}`, sh`load_flows ${plan.name} "$here"/${flowPath(plan.name)}`),
  );
  return {
    name: 'flows',
    title: 'flows of each bridge, all or nothing',
    neutron: 'ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow',
    entries,
  };
}
