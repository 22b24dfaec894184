import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { createNetwork } from '#core/dataplane';
import { planDeployment } from '#core/plan';
import { decideExpectation, printTrace } from '#core/trace';
import { parseOstopo } from '#language';

const EXAMPLE = readFileSync(new URL('../../examples/local-ip.ostopo', import.meta.url), 'utf8');

function decided(text: string) {
  const { topology } = parseOstopo(text);
  const network = createNetwork(compileFabric(planDeployment(topology).deployment));
  return topology.expectations.map((expectation) => {
    const result = decideExpectation(network, expectation);
    return { name: expectation.name, ...result, text: result.trace ? printTrace(result.trace, 'flows') : '' };
  });
}

describe('a Local IP', () => {
  it.each(['none', 'iptables-hybrid', 'openvswitch'])('is answered on the host of who asks with firewall %s', (firewall) => {
    const [ping, cache, owner] = decided(EXAMPLE.replace('firewall none', `firewall ${firewall}`));
    expect([ping?.kind, cache?.kind, owner?.kind]).toEqual(['holds', 'holds', 'holds']);
    expect(cache?.text).toContain('table 31 LOCAL_IP');
    expect(cache?.text).not.toMatch(/br-tun/);
    expect(owner?.text).toMatch(/table 31 LOCAL_IP: goes to table 58/);
  });

  it('comes back under its own address: the flow that was learnt changes it', () => {
    const [, cache] = decided(EXAMPLE);
    expect(cache?.text).toMatch(/table 31 LOCAL_IP: .*sets ip_src to 10\.1\.0\.100/);
  });

  it('is not followed where connection tracking translates it', () => {
    const [ping, cache, owner] = decided(EXAMPLE.replace('local-ip-static-nat on', ''));
    expect([ping?.kind, cache?.kind, owner?.kind]).toEqual(['undecided', 'undecided', 'holds']);
    expect(cache?.text).toContain('nat(dst=10.1.0.');
  });
});
