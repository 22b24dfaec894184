import { describe, expect, it } from 'vitest';
import { elementId } from '#core/base';
import { type Rule, printRule, printRuleset } from '#core/netfilter';
import { ip } from './deployments.ts';

const origin = { stage: 'test', element: elementId('vm', 'demo.vm'), neutron: '' };

function print(rule: Pick<Rule, 'matches' | 'target'>): string {
  return printRule({ chain: 'c', origin, ...rule });
}

describe('printing a rule', () => {
  it('keeps a comment one line and inside its quotes, whatever it holds', () => {
    const text = 'a "b" \\ $(reboot)\n-A INPUT -j ACCEPT';
    expect(print({ matches: [{ kind: 'comment', text }], target: { kind: 'drop' } })).toBe(
      '-A c -m comment --comment "a \\"b\\" \\\\ $(reboot) -A INPUT -j ACCEPT" -j DROP',
    );
  });

  it('writes translation, connection state and negation as iptables-save does', () => {
    const snat = print({
      matches: [
        { kind: 'out-interface', device: 'qg-1', negated: true },
        { kind: 'conntrack-state', states: ['DNAT'], negated: true },
      ],
      target: { kind: 'snat', address: ip('203.0.113.10'), randomFully: true },
    });
    expect(snat).toBe('-A c ! -o qg-1 -m conntrack ! --ctstate DNAT -j SNAT --to-source 203.0.113.10 --random-fully');
  });

  it('frames a table with its name, its chains and COMMIT', () => {
    const rule: Rule = { chain: 'c', matches: [], target: { kind: 'accept' }, origin };
    expect(printRuleset({ namespace: undefined, version: 4, tables: [{ table: 'raw', chains: ['c'], rules: [rule] }] })).toBe(
      '*raw\n:c - [0:0]\n-A c -j ACCEPT\nCOMMIT\n',
    );
  });
});
