import { describe, expect, it } from 'vitest';
import { writeHostScripts } from '#core/compile/script';
import { HOSTILE_TEXTS, withHostileTexts } from '#test/hostile-fabric';
import { ARTICLE, compileText } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';
import { enterSandbox } from './sandbox/enter-sandbox.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`scripts with hostile names are not run: ${why}`);

const { compiled } = compileText(ARTICLE);

/**
 * As root, with every program within reach: setup.sh phase by phase, because it ends where a switch or a kernel refuses such a name, --check and
 * teardown.sh. Whatever a name could start would leave the file CANARY in the working directory or above it.
 */
const RUN = `
cd "$files"
for script in */setup.sh; do
  cd "$files/\${script%/setup.sh}"
  for phase in bridges ports patches tunnels flows namespaces addresses iptables services; do
    bash setup.sh --phase "$phase" >/dev/null 2>&1 </dev/null || true
  done
  bash setup.sh --check >/dev/null 2>&1 </dev/null || true
  bash teardown.sh >/dev/null 2>&1 </dev/null || true
done
find "$files" /run -name CANARY
find / /tmp -maxdepth 1 -name CANARY
echo searched
`;

describe.skipIf(why !== undefined)('scripts with a hostile text in every name', () => {
  it.each(HOSTILE_TEXTS.filter((text) => text.includes('CANARY')))(
    '%j run nothing but what stands in them',
    (evil) => {
      const { stdout } = enterSandbox(writeHostScripts(withHostileTexts(compiled, evil)), RUN);
      expect(stdout).toBe('searched\n');
    },
    120_000,
  );

  it('would be found out', () => {
    const { stdout } = enterSandbox(new Map([['host/setup.sh', 'touch CANARY\n']]), RUN);
    expect(stdout).toContain('/CANARY\n');
  }, 60_000);
});
