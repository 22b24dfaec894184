import type { ValueProposal } from './proposal.ts';

/** The marks Neutron stores (`VALID_DSCP_MARKS`), as RFC 2474, 2597, 3246 and 5865 name them. */
export const DSCP_MARKS: readonly ValueProposal[] = (
  [
    [46, 'EF: voice'],
    [26, 'AF31'],
    [34, 'AF41'],
    [18, 'AF21'],
    [10, 'AF11'],
    [0, 'CS0: best effort'],
    [8, 'CS1: less than best effort'],
    [12, 'AF12'],
    [14, 'AF13'],
    [16, 'CS2'],
    [20, 'AF22'],
    [22, 'AF23'],
    [24, 'CS3'],
    [28, 'AF32'],
    [30, 'AF33'],
    [32, 'CS4'],
    [36, 'AF42'],
    [38, 'AF43'],
    [40, 'CS5'],
    [48, 'CS6: network control'],
    [56, 'CS7'],
  ] as const
).map(([mark, detail]) => ({ text: String(mark), detail }));
