import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { createOutputCheck, writeHostScripts } from '#core/compile/script';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';

const CLOUD = 'fabric f { firewall iptables-hybrid }\nhost a { roles compute }\nhost store { roles storage }\n';

const files = writeHostScripts(compileFabric(planDeployment(parseOstopo(CLOUD).topology).deployment));
const manifest = files.get('manifest.json') ?? '';

describe('what an output folder may hold', () => {
  const check = createOutputCheck(manifest);

  it('is all that its manifest lists, and the directories on the way there', () => {
    expect(files.size).toBeGreaterThan(4);
    expect(check([...files.keys(), 'a/', 'a/flows/'])).toBeUndefined();
  });

  it.each(['notes.txt', 'a/notes.txt', 'store/', 'a/empty/', '.git/'])('is not %s, which the manifest does not list', (path) => {
    expect(check(['manifest.json', path])).toBe(`holds ${path}, which is not ostopo's output (its manifest.json does not list it)`);
  });

  it('is nothing where there is no manifest', () => {
    expect(createOutputCheck(undefined)([])).toBeUndefined();
    expect(createOutputCheck(undefined)(['a/'])).toContain('it has no manifest.json');
  });

  it.each([
    ['a browser extension’s', '{ "manifest_version": 3, "name": "clock" }'],
    ['of another version', manifest.replace('"schema": 2', '"schema": 1')],
    ['without files', '{ "schema": 2, "fabric": "f", "hosts": [{ "name": "a", "folder": "a" }] }'],
    ['a list', '[]'],
    ['no JSON', 'schema: 2'],
  ])('is nothing under a manifest that is %s', (_what, text) => {
    expect(createOutputCheck(text)(['manifest.json'])).toBe("holds a manifest.json that is not of this ostopo's output");
  });
});
