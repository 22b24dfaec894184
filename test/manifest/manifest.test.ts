import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, SEVERITY_SETTINGS } from '#core/diagnostics';
import manifest from '../../package.json' with { type: 'json' };

const { contributes } = manifest;
const commands = contributes.commands.map((command) => command.command);
const sources = globSync('client/**/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

describe('the extension manifest', () => {
  it.each(commands)('names the command %s that the client registers', (command) => {
    expect(sources).toContain(`'${command}'`);
  });

  it('puts only commands that it declares in menus', () => {
    const used = Object.values(contributes.menus).flatMap((menu) => menu.map((item) => item.command));
    expect(used.filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('shows every command in the command palette under a condition', () => {
    const conditional = contributes.menus.commandPalette.filter((item) => item.when !== '').map((item) => item.command);
    expect(conditional.sort()).toEqual([...commands].sort());
  });

  it('names files that exist or are built', () => {
    const built = readFileSync('esbuild.mjs', 'utf8');
    const files = [
      ...contributes.languages.map((language) => language.configuration),
      ...contributes.grammars.map((grammar) => grammar.path),
      manifest.main,
      manifest.browser,
      ...Object.values(manifest.bin),
    ];
    expect(files.filter((file) => !existsSync(file) && !built.includes(`'${file.replace('./', '')}'`))).toEqual([]);
  });

  it('gives the language and its grammar the same id', () => {
    expect(contributes.grammars.map((grammar) => grammar.language)).toEqual(contributes.languages.map((language) => language.id));
  });

  it('has a grammar of the scope it declares', () => {
    for (const { path, scopeName } of contributes.grammars) expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ scopeName });
  });

  it('maps every import name to a file', () => {
    const targets = Object.values(manifest.imports).filter((target) => !target.includes('*'));
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });

  it('keeps registry hosts out of the lock files', () => {
    for (const file of ['package-lock.json', 'test/hosts/packages/package-lock.json']) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/"resolved": "https?:/);
    }
  });
});

describe('the settings', () => {
  it('of severities take the codes and values of the command line', () => {
    const { patternProperties, additionalProperties } = contributes.configuration.properties['ostopo.severities'];
    const [[pattern, value] = ['', { enum: [] }], ...others] = Object.entries(patternProperties);
    expect([value.enum, others, additionalProperties]).toEqual([SEVERITY_SETTINGS, [], false]);
    expect(Object.keys(CATALOGUE).filter((code) => !new RegExp(pattern).test(code))).toEqual([]);
  });
});

describe('a workspace that is not trusted', () => {
  it('is open to everything but the command that writes files', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    const refused = contributes.commands.flatMap((command) => ('enablement' in command ? [[command.command, command.enablement]] : []));
    expect(refused).toEqual([['ostopo.generateScripts', 'isWorkspaceTrusted']]);
  });

  it('is served by a client that writes through one feature alone, which asks whether it may', () => {
    const writing = globSync('client/**/*.ts').filter((file) =>
      /fs\.(writeFile|createDirectory|rename|delete|copy)\(/.test(readFileSync(file, 'utf8')),
    );
    expect(writing.map((file) => file.replaceAll('\\', '/'))).toEqual(['client/features/output-folder.ts']);
    const users = globSync('client/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes('replaceFolder('));
    for (const user of users.filter((file) => !file.endsWith('output-folder.ts')))
      expect(readFileSync(user, 'utf8')).toContain('if (!vscode.workspace.isTrusted)');
  });
});

describe('the language configuration', () => {
  const configuration = JSON.parse(readFileSync('language-configuration.json', 'utf8')) as {
    wordPattern: string;
    indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
    surroundingPairs: readonly (readonly [string, string])[];
  };

  it('lets a quote replace the blank of a snippet it is typed over, not stand around it', () => {
    expect(configuration.surroundingPairs.map(([open]) => open)).toEqual(['{', '[']);
  });

  it.each(['vm-1', 'br-ex', 'net_1', '10.0.1.254'])('takes %s as one word', (word) => {
    expect(word.match(new RegExp(configuration.wordPattern, 'g'))).toEqual([word]);
  });

  it.each([
    ['tenant demo {', true],
    ['network net-1 { vni 22', true],
    ['network net-1 { vni 22 }', false],
    ['// a comment {', false],
    ['vm vm-1 on compute-0', false],
  ])('indents after "%s": %s', (line, indents) => {
    expect(new RegExp(configuration.indentationRules.increaseIndentPattern).test(line)).toBe(indents);
  });
});

describe('file names', () => {
  const files = execFileSync('git', ['ls-files', 'src', 'language', 'server', 'client', 'scripts', 'test'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.m?ts$/.test(file) && !file.includes('/generated/') && !file.startsWith('test/golden/'));

  it('are kebab-case', () => {
    expect(files.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*[/.])+m?ts$/.test(file))).toEqual([]);
  });

  it('tell what is inside: no utils, helpers or misc', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common|types)(\.ts|\/)/.test(file))).toEqual([]);
  });
});
