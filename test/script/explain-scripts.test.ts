import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { explainScripts, writeHostScripts } from '#core/compile/script';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';

const EXAMPLES = ['article-lab', 'l2-population', 'prod', 'single-host', 'two-tenants'];

function compileExample(name: string) {
  const text = readFileSync(new URL(`../../examples/${name}.ostopo`, import.meta.url), 'utf8');
  return compileFabric(planDeployment(parseOstopo(text).topology).deployment);
}

/** What of a file does something: not comments, not the frame of a script, of a function or of a table. */
function workingLines(path: string, text: string): string[] {
  const lines = text
    .replaceAll(' \\\n', ' \\\\')
    .split('\n')
    .map((line) => line.trim());
  const phases = lines.slice(lines.findIndex((line) => line.startsWith('# Phase ')));
  const own = path.endsWith('setup.sh') ? phases.filter((line) => !/^(phase_\w+\(\) \{|\}|set_up "\$@")$/.test(line)) : lines;
  return own.filter((line) => line !== '' && !/^(#|\*|:|COMMIT)/.test(line));
}

describe('the explanation of the scripts', () => {
  it.each(EXAMPLES)('gives a reason for every line of the scripts, flows and rules of %s, and for nothing else', (name) => {
    const compiled = compileExample(name);
    const explained = explainScripts(compiled).map(({ host, file, line }) => {
      const plain = line.replaceAll(/ \\\n */g, ' \\\\').trim();
      return `${host}/${file} ${file.startsWith('iptables/') ? plain.replace(/^-t \w+ /, '') : plain}`;
    });
    const written = [...writeHostScripts(compiled)]
      .filter(([path]) => /(setup\.sh|\.flows|\.rules)$/.test(path))
      .flatMap(([path, text]) => workingLines(path, text).map((line) => `${path} ${line.replaceAll(/ \\\\ */g, ' \\\\')}`));
    expect(written.length).toBeGreaterThan(100);
    expect([...new Set(explained)].sort()).toEqual([...new Set(written)].sort());
  });

  it('has stage, element and Neutron’s counterpart everywhere', () => {
    for (const { stage, element, neutron } of EXAMPLES.flatMap((name) => explainScripts(compileExample(name)))) {
      expect(stage).toMatch(/^\S+$/);
      expect(element).toMatch(/^[a-z-]+:\S/);
      expect(neutron).toMatch(/\S/);
    }
  });
});

describe('a rules file', () => {
  it('says once for rules in a row why they are there', () => {
    const rules = writeHostScripts(compileExample('article-lab')).get('compute-0/iptables/host.v4.rules') ?? '';
    const lines = rules.split('\n').filter((line) => /^(#|-A)/.test(line));
    expect(lines.filter((line) => line.startsWith('#')).length).toBeGreaterThan(10);
    lines.forEach((line, i) => {
      if (line.startsWith('#')) {
        expect(line).toMatch(/^# \S+ \| \S+:\S+ \| \S+/);
        expect(lines[i + 1]).toMatch(/^-A/);
      }
    });
  });
});
