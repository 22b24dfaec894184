import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PIPELINE } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { printFlow } from '#core/openflow';
import { type Combination, combinationsOf } from './combinations.ts';
import { judgeFiles, whyUnjudged } from './judge-files.ts';

/** The tests of an example in every combination that it allows. */
export function describeCombinations(name: string): void {
  describe.skipIf(whyUnjudged !== undefined)(`${name} in every combination it allows`, () => {
    const allowed = whyUnjudged === undefined ? combinationsOf(name) : [];

    it('is allowed in some combination with each firewall, but for trunks beside the hybrid one', () => {
      const firewalls = ['none', 'iptables-hybrid', 'openvswitch'];
      const found = firewalls.filter((firewall) => allowed.some((combination) => combination.name.startsWith(firewall)));
      expect(found).toEqual(name === 'trunk' ? ['none', 'openvswitch'] : firewalls);
    });

    it('has flows that their tables declare', () => {
      for (const { name: combination, compiled } of allowed) {
        const undeclared = compiled.hosts.flatMap(({ bridges }) =>
          bridges.flatMap(({ plan, flows }) =>
            flows.filter((flow) => {
              const table = PIPELINE.find(({ bridge, number }) => bridge === plan.kind && number === flow.table);
              return !table || flow.match.some(({ field }) => !table.matches.includes(field));
            }),
          ),
        );
        expect([combination, undeclared.map(printFlow)]).toEqual([combination, []]);
      }
    });

    it('has files that the programs they are for take without a word', () => {
      const { stdout, stderr, status } = judgeFiles(uniqueHosts(allowed));
      expect([status, stderr, stdout]).toEqual([0, '', '']);
    }, 280_000);
  });
}

/** The folders of all hosts of all combinations, each content once: most hosts are the same in many. */
function uniqueHosts(combinations: readonly Combination[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { compiled } of combinations) {
    const folders = Map.groupBy(writeHostScripts(compiled), ([file]) => file.split('/')[0] ?? '');
    for (const [folder, own] of folders) {
      if (folder === 'manifest.json') continue;
      const hash = createHash('sha256').update(JSON.stringify(own)).digest('hex').slice(0, 12);
      for (const [file, text] of own) files.set(`${hash}/${file}`, text);
    }
  }
  return files;
}
