import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createOstopoCoreServices, editsInLines, formatEdits, formatText, indentAt } from '#language';
import { EXAMPLES } from './mutated-text.ts';
import { URI } from 'langium';

const services = createOstopoCoreServices();

function checkFormat(text: string, formatted: string): void {
  expect(formatText(text, services)).toBe(formatted);
}

describe('the layout', () => {
  it('is that of the examples of the language’s page and of examples/', () => {
    for (const name of ['l2-population', 'single-host', 'two-tenants']) {
      const text = readFileSync(`examples/${name}.ostopo`, 'utf8');
      checkFormat(text, text);
    }
    for (const text of EXAMPLES.slice(-2)) checkFormat(text, text);
  });

  it('puts one space between words, two between properties of a line, and two per level', () => {
    checkFormat(
      'tenant  t{network n{vni 3 subnet s 10.0.0.0/24{pool 10.0.0.9 .. 10.0.0.20 dns 1.1.1.1 ,8.8.8.8}}\nvm a   on h{\nport n\n}}',
      'tenant t { network n { vni 3  subnet s 10.0.0.0/24 { pool 10.0.0.9..10.0.0.20  dns 1.1.1.1, 8.8.8.8 } }\n  vm a on h {\n    port n\n} }\n',
    );
  });

  it('puts each item of the file on a line of its own', () => {
    checkFormat('host a host b { } fabric f', 'host a\nhost b {}\nfabric f\n');
  });

  it('keeps one of several empty lines, and none at the borders of a block or of the file', () => {
    checkFormat(
      '\n\nhost a {\n\n  roles compute\n\n\n\n  tunnel-ip 1.2.3.4\n\n}\n\n\n\nhost b\n\n\n',
      'host a {\n  roles compute\n\n  tunnel-ip 1.2.3.4\n}\n\nhost b\n',
    );
  });

  it('leaves words that mean nothing on the line they are on: a rule in front of them may have been meant narrower', () => {
    const rule = 'allow ingress proto vrrp from 10.0.0.0/8 frobnicate';
    checkFormat(
      `tenant t { security-group g { ${rule}  allow ingress tcp 80, 443, 8080, 8443, 9090, 9091, 9092, 9093 from 192.168.0.0/16 } }\n`,
      `tenant t {\n  security-group g {\n    ${rule}\n    allow ingress tcp 80, 443, 8080, 8443, 9090, 9091, 9092, 9093 from 192.168.0.0/16\n  }\n}\n`,
    );
  });

  it('brings a statement back to one line', () => {
    checkFormat('host a { roles\n  compute,\n  network }\n', 'host a { roles compute, network }\n');
  });

  it('breaks a line of more than 120 columns at its outermost block', () => {
    checkFormat(
      'tenant t {\n  vm vm-1 on compute-0 { port net-1 { ip 10.0.1.85  mac fa:16:3e:44:98:20  id 95d96a75-a000-4000-8000-000000000011  ofport 3 } }\n}\n',
      'tenant t {\n  vm vm-1 on compute-0 {\n    port net-1 { ip 10.0.1.85  mac fa:16:3e:44:98:20  id 95d96a75-a000-4000-8000-000000000011  ofport 3 }\n  }\n}\n',
    );
  });

  it('keeps what the author put below each other, and moves it together', () => {
    checkFormat(
      'expect "a"    web reaches pg\nexpect "bcde" pg reaches web\n\nexpect "f"     web reaches pg\nexpect "gh" pg reaches web\n',
      'expect "a"    web reaches pg\nexpect "bcde" pg reaches web\n\nexpect "f" web reaches pg\nexpect "gh" pg reaches web\n',
    );
    checkFormat(
      'tenant t {\n  network a         { vni 1 }\n  network longer    { vni 2 }\n}\n',
      'tenant t {\n  network a      { vni 1 }\n  network longer { vni 2 }\n}\n',
    );
  });

  it('keeps the line breaks of the file', () => {
    checkFormat('host a {\r\nroles compute\r\n}\r\n', 'host a {\r\n  roles compute\r\n}\r\n');
  });

  it('keeps a byte order mark and leaves an empty text empty', () => {
    checkFormat('\ufeff host  a', '\ufeffhost a\n');
    checkFormat('', '');
    checkFormat('\n \n', '');
  });
});

describe('comments', () => {
  it('stay on their own line or behind what they are behind', () => {
    checkFormat(
      '  // top\nhost a { // opens\n// first\nroles compute // does\n    /* last */\n}   // done\n',
      '// top\nhost a {  // opens\n  // first\n  roles compute  // does\n  /* last */\n}  // done\n',
    );
  });

  it('at the ends of neighbouring lines stand below each other', () => {
    checkFormat('host a // x\nhost bcd    // y\n\nhost e // z\n', 'host a    // x\nhost bcd  // y\n\nhost e  // z\n');
  });

  it('inside a statement break it only where they must', () => {
    checkFormat('host a { roles /* many */ compute, // and\nnetwork }', 'host a { roles /* many */ compute,  // and\n      network }\n');
  });

  it('of several lines are left as they are', () => {
    checkFormat('   /* one\n      two */ host  a', '/* one\n      two */ host a\n');
  });

  it('that silence a line keep that line as it is', () => {
    checkFormat(
      'host a host b // ostopo: allow OST4010 because both are spare\n',
      'host a  host b  // ostopo: allow OST4010 because both are spare\n',
    );
    checkFormat(
      '// ostopo: allow OST4010 because it is spare\nhost a host b\n',
      '// ostopo: allow OST4010 because it is spare\nhost a  host b\n',
    );
  });
});

describe('a text with errors', () => {
  it('has its sound items laid out and the others left as they are', () => {
    checkFormat(
      'host   a{roles compute}\nhost b {  roles ,  compute }\nhost   c{roles compute}\n',
      'host a { roles compute }\nhost b {  roles ,  compute }\nhost c { roles compute }\n',
    );
  });

  it('keeps each item after a block left open where it is', () => {
    checkFormat('tenant t {\n   vm a on   h {\n   port n\n}\nhost  c\n', 'tenant t {\n   vm a on   h {\n   port n\n}\nhost c\n');
  });

  it('keeps what cannot be read on its own line', () => {
    checkFormat('host  a\nvm\nhost  b', 'host a\nvm\nhost b\n');
  });

  it('keeps the lines of words that mean nothing', () => {
    checkFormat('foo  bar\n   baz\nhost   a', 'foo bar\nbaz\nhost a\n');
  });
});

describe('edits', () => {
  it('can be limited to lines', () => {
    const document = services.shared.workspace.LangiumDocumentFactory.fromString(
      'host   a\nhost   b\nhost   c\n',
      URI.parse('inmemory:/a.ostopo'),
    );
    const edits = formatEdits(document, services.Ostopo);
    expect(edits).toHaveLength(3);
    expect(editsInLines(document, edits, 1, 1)).toEqual([{ start: 13, end: 16, newText: ' ' }]);
  });

  it('know the indent of a line that is being typed', () => {
    const text = 'tenant t {\n\n  vm a on h {\n\n  }\n}\n\n';
    const document = services.shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('inmemory:/a.ostopo'));
    expect([0, 1, 2, 3, 4, 5, 6].map((line) => indentAt(document, line, services.Ostopo))).toEqual([0, 2, 2, 4, 2, 0, 0]);
  });
});
