import { describe, expect, it } from 'vitest';
import { elementId } from '#core/base';
import { type Rule, printRule } from '#core/netfilter';
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
});
