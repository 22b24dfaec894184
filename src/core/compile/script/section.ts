import type { ElementId } from '#core/base';
import type { HostView } from './host-view.ts';
import type { ShellText } from './shell-quote.ts';

/** A part of a phase: one kind of thing that Neutron or Nova makes in one place, for each model element that needs it. */
export interface Section {
  /** Names it within its phase, in kebab-case: `hybrid-plugs`. With the phase it is the stage of its lines: `ports/hybrid-plugs`. */
  readonly name: string;
  /** What it makes, for the heading. */
  readonly title: string;
  /** Where Neutron, Nova or os-vif do the same. */
  readonly neutron: string;
  readonly entries: readonly Entry[];
}

/** Commands that belong together, the model element they serve and what they make of it. */
export interface Entry {
  readonly element: ElementId;
  readonly why: string;
  readonly commands: readonly ShellText[];
}

/** Writes a section for a host; one without entries is left out of the script. */
export type SectionWriter = (view: HostView) => Section;

/** An entry for a model element: `port:demo.vm-1.net-1: eth0 of vm-1`. */
export function entry(element: ElementId, why: string, ...commands: readonly ShellText[]): Entry {
  return { element, why, commands };
}
