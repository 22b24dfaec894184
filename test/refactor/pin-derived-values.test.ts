import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatText, pinDerivedValues, printPlan } from '#language';
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
    if (formatText(text) === text) expect(formatText(after)).toBe(after);
    expect(pinDerivedValues(given(after), analysed(after).deployment)).toMatchObject({ message: /written down already/ });
  });

  it('leaves out the HA network of a tenant, also where all hosts of a block have it as the same local VLAN', () => {
    const after = pinned(`fabric f { underlay 10.0.0.0/24 { mtu 1550 }  ha on { hosts-per-router 2 } }
host net-[1..2] { roles network  tunnel-ip 10.0.0.[1..2] }
tenant red { network app { subnet app-v4 10.1.0.0/24 }  router edge { interface app-v4 } }
`);
    expect(after).toContain('local-vlan red.app 2'); // 1 is the HA network's
    expect(formatText(after)).toBe(after);
    expect(errorsOf(after)).toEqual([]);
  });

  it('writes down the gateway of an IPv6 subnet too', () => {
    expect(
      pinned('fabric f\nhost all { roles network }\ntenant red { network app { subnet app-v6 fd00:1::/64 { ipv6 slaac } } }\n'),
    ).toMatch(/gateway fd00:1::\s/);
  });

  it('lays out nothing in a text that is laid out otherwise', () => {
    const text = `fabric f
host all { roles network }
tenant red { network app { subnet app-v4 10.1.0.0/24 }
      network db   { subnet db-v4 10.2.0.0/24 } }
`;
    expect(formatText(text)).not.toBe(text);
    const after = pinned(text);
    expect(after.split('\n').map((line) => /^ */.exec(line)?.[0].length)).toEqual([0, 0, 0, 6, 0]);
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
