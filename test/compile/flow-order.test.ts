import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { printMatch } from '#core/openflow';
import { GOLDEN_GROUP } from './firewall-groups.ts';
import { workedExample } from './worked-example.ts';

const FABRICS = [
  compileFabric(workedExample()),
  compileFabric(workedExample({ distributed: true })),
  compileFabric(workedExample({ fabric: { firewall: 'openvswitch' }, vm1: { securityGroups: [GOLDEN_GROUP] } })),
];

describe('the flows of a bridge', () => {
  const bridges = FABRICS.flatMap(({ hosts }) => hosts.flatMap((host) => host.bridges));

  it('stand by table, then priority from high to low, then match text, each match once', () => {
    for (const { flows } of bridges) {
      const keys = flows.map(({ table, priority, match }) => [table, 65535 - priority, printMatch(match)] as const);
      const sorted = [...keys].sort(([a, b, c], [x, y, z]) => a - x || b - y || (c < z ? -1 : c > z ? 1 : 0));
      expect(keys).toEqual(sorted);
      expect(new Set(keys.map(String)).size).toBe(keys.length);
    }
  });

  it('have the texts of their matches beside them, as they stand in a file', () => {
    for (const { flows, matchTexts } of bridges)
      for (const [i, flow] of flows.entries()) expect(matchTexts?.[i]).toBe(printMatch(flow.match).replace(/^(?=.)/, ','));
  });
});
