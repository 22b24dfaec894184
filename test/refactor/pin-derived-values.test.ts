import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pinDerivedValues, printPlan } from '#language';
import { analysed, errorsOf, given, textAfter } from './refactor.ts';

const examples = globSync('examples/*.ostopo');

function pinned(text: string): string {
  const input = given(text);
  return textAfter(input, pinDerivedValues(input, analysed(text).deployment));
}

describe('pinning all derived values', () => {
  it('has examples to work on', () => expect(examples.length).toBeGreaterThan(3));

  it.each(examples)('leaves the plan of %s as it is, and nothing more to pin', (file) => {
    const text = readFileSync(file, 'utf8');
    const after = pinned(text);
    expect(after).not.toBe(text);
    expect(printPlan(analysed(after).deployment)).toBe(printPlan(analysed(text).deployment));
    expect(errorsOf(after)).toEqual(errorsOf(text));
  });

  it('names no network that is in no text, as that of highly available routers', () => {
    const text =
      'fabric lab { firewall none  ha on }\nhost net-[1..2] { roles network  tunnel-ip 10.0.0.[1..2] }\ntenant t { router edge }\n';
    expect(analysed(text).deployment.hosts[0]?.localVlans).toMatchObject([{ network: 'ha-network:t' }]);
    expect(pinned(text)).not.toContain('local-vlan');
  });

  it('keeps the plan when the fabric, which ids are made from, is called otherwise', () => {
    const text = readFileSync('examples/single-host.ostopo', 'utf8');
    const other = pinned(text).replace('fabric desk', 'fabric table');
    const ids = (of: string) => analysed(of).deployment.ports.map(({ id, uuid, mac }) => [id, uuid, mac]);
    expect(ids(other)).toEqual(ids(text));
    expect(ids(text.replace('fabric desk', 'fabric table'))).not.toEqual(ids(text));
  });
});
