import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOstopoCoreServices, createOstopoReader, formatText, printTopology } from '#language';
import { mutatedExample } from '../format/mutated-text.ts';
import { withoutPlaces } from '../language/read.ts';
import { arbitraryText } from './arbitrary-text.ts';

const services = createOstopoCoreServices();
const reader = createOstopoReader();

/** More of them with OSTOPO_FUZZ_RUNS. */
const RUNS = Number(process.env.OSTOPO_FUZZ_RUNS ?? 100);

const EXAMPLES = readdirSync('examples').filter((name) => name.endsWith('.ostopo'));

function printText(text: string): string {
  return printTopology(reader.read(text).topology);
}

/** Parsed, printed and parsed again it is the same; what is printed is in the house style. */
function check(text: string): void {
  const { topology } = reader.read(text);
  const printed = printTopology(topology);
  const again = reader.read(printed);
  expect(withoutPlaces(again.topology)).toEqual(withoutPlaces(topology));
  expect(printTopology(again.topology)).toBe(printed);
  expect(formatText(printed, services)).toBe(printed);
}

describe('printing is the inverse of parsing', () => {
  it.each(EXAMPLES)('for examples/%s', (name) => {
    check(readFileSync(`examples/${name}`, 'utf8'));
  });

  it('for the examples of the language’s page', () => {
    const examples = [...readFileSync('docs/language.md', 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) check(example);
  });

  it('for texts that use all of the language', { timeout: 60_000 + RUNS * 100 }, () => {
    fc.assert(fc.property(arbitraryText, check), { numRuns: RUNS });
  });

  it('and those texts are worth it: most can be read wholly and have every kind of element', () => {
    const models = fc.sample(arbitraryText, 60).map((text) => reader.read(text));
    expect(models.filter(({ findings }) => findings.every(({ code }) => code !== 'OST1001' && code !== 'OST1003')).length).toBeGreaterThan(
      50,
    );
    const count = (key: 'subnets' | 'routers' | 'ports' | 'floatingIps' | 'expectations') =>
      models.reduce((sum, { topology }) => sum + topology[key].length, 0);
    for (const key of ['subnets', 'routers', 'ports', 'floatingIps', 'expectations'] as const) expect(count(key)).toBeGreaterThan(60);
    expect(models.flatMap(({ topology }) => topology.securityGroups.flatMap((group) => group.rules)).length).toBeGreaterThan(100);
  });

  it(
    'for what is left of texts with words put in and cut out: what is printed says the same again',
    { timeout: 60_000 + RUNS * 100 },
    () => {
      fc.assert(
        fc.property(mutatedExample({ disturbed: true }), (text) => {
          const printed = printText(text);
          expect(printText(printed)).toBe(printed);
        }),
        { numRuns: RUNS },
      );
    },
  );
});

describe('what is printed', () => {
  it('leaves out what is the default and writes out what was repeated', () => {
    expect(
      printText(`
        fabric f { overlay vxlan  firewall openvswitch  l2-population off }
        host hv-[1..2] { roles compute  tunnel-ip 10.9.0.[1..2] }
        tenant red { network app { subnet s 10.0.0.7/24 { dhcp on } }
          security-group web { allow ingress tcp 80, 443 }
          vm web-[1..2] on hv-1, hv-2 { port app { security web } } }
        expect red.web-1 reaches red.web-2 with tcp 80`),
    ).toBe(`fabric f

host hv-1 { roles compute  tunnel-ip 10.9.0.1 }
host hv-2 { roles compute  tunnel-ip 10.9.0.2 }

tenant red {
  network app { subnet s 10.0.0.7/24 }

  security-group web {
    allow ingress tcp 443
    allow ingress tcp 80
  }

  vm web-1 on hv-1 { port app { security web } }
  vm web-2 on hv-2 { port app { security web } }
}

expect red.web-1 reaches red.web-2 with tcp 80
`);
  });

  it('names what is called like a word of the language by its tenant', () => {
    const printed = printText('tenant t { network n  security-group none { }  vm vm on h { port n { security t.none } } }\nhost h');
    expect(printed).toContain('security-group none\n');
    expect(printed).toContain('security t.none');
  });

  it('leaves out what refers to a subnet or port that its text has not made whole', () => {
    const printed = printText(`host h
      tenant t { network n { subnet lost 10.0.0.0/wide }  router r { interface lost }
        vm v on h { port gone }  vm w on h { port n }
        floating-ip 192.0.2.1 to v
        expect v.gone reaches w }`);
    expect(printed).toContain('router r\n');
    expect(printed).toContain('floating-ip 192.0.2.1 to ?\n');
    expect(printed).not.toContain('expect');
    expect(printText(printed)).toBe(printed);
  });

  it('spells out an expectation whose name says something else', () => {
    const { topology } = reader.read(
      'host h\ntenant t { network n  vm a on h { port n }  vm b on h { port n } }\nexpect t.a reaches t.b with tcp 80',
    );
    const renamed = {
      ...topology,
      expectations: topology.expectations.map((expectation) => ({ ...expectation, name: 'a reaches b with tcp 81' })),
    };
    expect(printTopology(renamed)).toContain('\nexpect t.a reaches t.b with tcp 80\n');
  });
});
