import { describe, expect, test } from 'vitest';
import { createOstopoReader, importTarget, importedUris } from '#language';

/** Reads `main.ostopo` of a folder; a finding as `FILE:LINE:COLUMN CODE`. */
function readFolder(files: Readonly<Record<string, string>>, name = 'main.ostopo') {
  const asked: string[] = [];
  const reader = createOstopoReader(undefined, (uri) => {
    asked.push(uri.replace('file:///cloud/', ''));
    return files[uri.replace('file:///cloud/', '')];
  });
  const model = reader.read(files[name] ?? '', `file:///cloud/${name}`);
  const findings = model.findings.map(
    ({ code, place }) =>
      `${place.uri.replace('file:///cloud/', '')}:${String(place.start.line + 1)}:${String(place.start.character + 1)} ${code}`,
  );
  return { ...model, asked, findings };
}

const HOSTS = 'fabric lab { physical p }\nhost h-[1..2] { roles compute }\n';

describe('a model is a file and what it imports', () => {
  test('names of every file are one model, and each thing stands in its own file', ({ expect }) => {
    const { topology, findings, documents } = readFolder({
      'main.ostopo': 'import "shared/hosts.ostopo"\ntenant t { network n { physical p }  vm v on h-2 { port n } }\nexpect v reaches u.w',
      'shared/hosts.ostopo': `import "../other.ostopo"\n${HOSTS}`,
      'other.ostopo': 'tenant u { network m  vm w on h-1 { port m } }',
    });
    expect(findings).toEqual([]);
    expect(topology.fabric.name).toBe('lab');
    expect(topology.vms.map(({ id, host, places }) => [id, host, places.name.uri])).toEqual([
      ['vm:t.v', 'host:h-2', 'file:///cloud/main.ostopo'],
      ['vm:u.w', 'host:h-1', 'file:///cloud/other.ostopo'],
    ]);
    expect(topology.hosts.map(({ places }) => [places.whole.uri, places.name.start.line])).toEqual([
      ['file:///cloud/shared/hosts.ostopo', 2],
      ['file:///cloud/shared/hosts.ostopo', 2],
    ]);
    expect(documents.map(({ uri }) => uri.path)).toEqual(['/cloud/main.ostopo', '/cloud/shared/hosts.ostopo', '/cloud/other.ostopo']);
  });

  test('circles and second imports are fine, and each file is asked for once', ({ expect }) => {
    const { topology, findings, asked } = readFolder({
      'main.ostopo': 'import "a.ostopo"  import "b.ostopo"  import "main.ostopo"\nfabric f',
      'a.ostopo': 'import "b.ostopo"  import "main.ostopo"\nhost a { roles compute }',
      'b.ostopo': 'import "./a.ostopo"\nhost b { roles compute }',
    });
    expect(findings).toEqual([]);
    expect(topology.hosts.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(asked).toEqual(['a.ostopo', 'b.ostopo']);
  });

  test('the same model comes of it whichever way its parts are split', ({ expect }) => {
    const tenant = 'tenant t { network n { subnet s 10.0.0.0/24 }  vm v on h-1 { port n } }\n';
    const ids = (files: Readonly<Record<string, string>>) => {
      const { topology } = readFolder(files);
      return [topology.fabric, ...topology.hosts, ...topology.vms, ...topology.ports].map(({ id }) => id);
    };
    expect(ids({ 'main.ostopo': `import "x.ostopo"\n${tenant}`, 'x.ostopo': HOSTS })).toEqual(ids({ 'main.ostopo': HOSTS + tenant }));
  });
});

describe('findings name their file', () => {
  test('of what is wrong in an imported one, its syntax included', ({ expect }) => {
    const { findings } = readFolder({
      'main.ostopo': 'import "x.ostopo"\nfabric f\nfrewall none',
      'x.ostopo': 'host a { rols compute }\nhost b { tunnel-ip 10.0.0 }\ntenant t }',
    });
    expect(findings).toEqual(['main.ostopo:3:1 OST1003', 'x.ostopo:1:10 OST1003', 'x.ostopo:2:20 OST1002', 'x.ostopo:3:10 OST1001']);
  });

  test('of a name two files declare: the importing one keeps it', ({ expect }) => {
    const model = readFolder({ 'main.ostopo': 'import "x.ostopo"\nfabric f\nhost a', 'x.ostopo': 'fabric g\nhost a' });
    expect(model.findings).toEqual(['x.ostopo:1:8 OST1012', 'x.ostopo:2:6 OST1005']);
    const related = createOstopoReader(undefined, () => 'host a').read('import "x.ostopo"\nhost a', 'file:///m.ostopo').findings[0]
      ?.related[0];
    expect(related?.place.uri).toBe('file:///m.ostopo');
  });

  test('of a file that is missing: at the import, wherever that stands', ({ expect }) => {
    const { findings } = readFolder({
      'main.ostopo': 'import "a.ostopo"  import "b.ostopo"\nfabric f',
      'a.ostopo': '\n  import "c.ostopo"',
    });
    expect(findings).toEqual(['main.ostopo:1:27 OST1015', 'a.ostopo:2:10 OST1015']);
  });

  test.for(['', '/etc/cloud.ostopo', 'https://example.org/x.ostopo', 'C:/x.ostopo', 'a\\b.ostopo', 'hosts.txt'])(
    'of a path that is none: %s',
    (path, { expect }) => {
      const { findings, asked } = readFolder({ 'main.ostopo': `import "${path}"\nfabric f` });
      expect(findings).toEqual(['main.ostopo:1:8 OST1002']);
      expect(asked).toEqual([]);
    },
  );
});

describe('paths', () => {
  test.for([
    ['file:///a/b/main.ostopo', 'x.ostopo', 'file:///a/b/x.ostopo'],
    ['file:///a/b/main.ostopo', '../x.ostopo', 'file:///a/x.ostopo'],
    ['file:///a/b/main.ostopo', './c/../x.ostopo', 'file:///a/b/x.ostopo'],
    ['vscode-vfs://github/o/r/main.ostopo', 'c/x.ostopo', 'vscode-vfs://github/o/r/c/x.ostopo'],
    ['file:///a/with%20space/main.ostopo', 'ä.ostopo', 'file:///a/with%20space/%C3%A4.ostopo'],
  ] as const)('from %s, `%s` is %s', ([from, path, uri], { expect }) => {
    expect(importTarget(from, path)).toEqual({ kind: 'file', uri });
  });

  test('a host can load beforehand what a document imports', ({ expect }) => {
    const { document } = readFolder({ 'main.ostopo': 'import "a.ostopo"  import "bad"\nimport "../b.ostopo"' });
    expect(importedUris(document)).toEqual(['file:///cloud/a.ostopo', 'file:///b.ostopo']);
  });
});

test.each(['b.txt', 'cloud', 'X.OSTOPO', '63', 'a.ostopo.bak'])('a text is read whatever its file is called: %s', (name) => {
  const { topology, findings } = readFolder({ [name]: HOSTS }, name);
  expect([findings, topology.hosts.length]).toEqual([[], 2]);
});
