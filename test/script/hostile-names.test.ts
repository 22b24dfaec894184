import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CompiledFabric, compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { HOSTILE_TEXTS, withHostileTexts } from '#test/hostile-fabric';

const EXAMPLES = ['article-lab', 'prod', 'l2-population'];
const fabrics = new Map(
  EXAMPLES.map((name): [string, CompiledFabric] => {
    const text = readFileSync(new URL(`../../examples/${name}.ostopo`, import.meta.url), 'utf8');
    return [name, compileFabric(planDeployment(parseOstopo(text).topology).deployment)];
  }),
);
const cases = EXAMPLES.flatMap((name) => HOSTILE_TEXTS.map((evil): [string, string] => [name, evil]));

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function hostile(name: string, evil: string): ReadonlyMap<string, string> {
  const fabric = fabrics.get(name);
  if (!fabric) throw new Error(`no example ${name}`);
  return writeHostScripts(withHostileTexts(fabric, evil));
}

function writeOut(scripts: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-hostile-'));
  folders.push(folder);
  for (const [name, text] of scripts) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const countLines = (text: string) => text.split('\n').length;

describe('a hostile text in every name of a model', () => {
  it.each(cases)('%s, %j: adds no line to any file, and no file outside its host’s folder', (name, evil) => {
    const files = [...hostile(name, evil)];
    const harmless = [...hostile(name, 'x')];
    expect(files.map(([, text]) => countLines(text))).toEqual(harmless.map(([, text]) => countLines(text)));
    for (const [file, text] of files) {
      expect(file).toMatch(/^([\w][\w.@-]*\/)*[\w][\w.-]*$/);
      if (file === 'manifest.json') continue; // JSON writes what ends a line as it likes, and the rest as it is
      expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
      if (file.endsWith('.flows')) expect(text).toMatch(/^(#.*\n|\n|table=.*\n|\w.*actions=.*\n)*$/);
      if (file.endsWith('.rules')) expect(text).toMatch(/^(#.*\n|\*\w+\n|:\S+ - \[0:0\]\n|-A .*\n|COMMIT\n)*$/);
    }
  });

  it.each(cases)('%s, %j: runs nothing when the scripts are parsed and dry-run', (name, evil) => {
    const folder = writeOut(hostile(name, evil));
    for (const script of globSync('*/{setup,teardown}.sh', { cwd: folder })) {
      const cwd = path.join(folder, path.dirname(script));
      expect(spawnSync('bash', ['-n', path.basename(script)], { cwd, encoding: 'utf8' }).stderr).toBe('');
      if (script.endsWith('teardown.sh')) continue;
      const { status, stdout, stderr } = spawnSync('bash', ['setup.sh', '--dry-run'], { cwd, encoding: 'utf8' });
      expect([script, status, stderr]).toEqual([script, 0, '']);
      expect(stdout.split('\n').filter((line) => line !== '' && !/^( {2}|# phase )/.test(line))).toEqual([]);
    }
    expect(globSync(['**/CANARY', '../CANARY'], { cwd: folder })).toEqual([]);
  });

  it('reaches the commands unchanged', () => {
    const evil = "x'$(id)\n\t\\ é\u0085";
    const folder = writeOut(hostile('article-lab', evil));
    const [setup = ''] = globSync('compute-0*/setup.sh', { cwd: folder });
    const { stdout } = spawnSync('bash', ['-c', `. "$1" --dry-run | grep ' add-br '`, 'words', path.join(folder, setup)], {
      encoding: 'utf8',
    });
    const [line = ''] = stdout.split('\n');
    const words = spawnSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' }).stdout.split('\0');
    expect(words).toContain(`br-int${evil}`);
  });
});
