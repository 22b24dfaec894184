import { compact, sortedBy } from '#core/base';
import { assignNumbers } from './assign-numbers.ts';
import type { BridgePort } from './deployment.ts';
import { OFPORTS } from './ofports.ts';

/** A port before it has its number. */
export type PortWithoutNumber = BridgePort extends infer P ? (P extends BridgePort ? Omit<P, 'ofport'> : never) : never;

/** The numbers a port would have, if they are free. */
export interface WantedNumbers {
  readonly pin: (port: PortWithoutNumber) => number | undefined;
  readonly locked: (port: PortWithoutNumber) => number | undefined;
}

/** Gives the ports of a bridge their OpenFlow numbers, in the order given after pins and what is locked; a port that finds none left is left out. */
export function numberPorts(drafts: readonly PortWithoutNumber[], { pin, locked }: WantedNumbers): readonly BridgePort[] {
  const ofports = assignNumbers(
    drafts.map((draft) => ({ key: draft.name, pin: pin(draft), locked: locked(draft) })),
    { pins: OFPORTS, free: OFPORTS },
  );
  const ports = compact(
    drafts.map((draft): BridgePort | undefined => {
      const ofport = ofports.get(draft.name);
      return ofport === undefined ? undefined : { ...draft, ofport };
    }),
  );
  return sortedBy(ports, (port) => port.ofport);
}

/** Of a bridge whose port numbers nobody pins: what the lock has of them. */
export function lockedNumbers(numbers: ReadonlyMap<string, number> | undefined): WantedNumbers {
  return { pin: () => undefined, locked: ({ name }) => numbers?.get(name) };
}
