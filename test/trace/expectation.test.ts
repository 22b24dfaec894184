import { describe, expect, test } from 'vitest';
import { createNetwork } from '#core/dataplane';
import { decideExpectation } from '#core/trace';
import { articleLab, compileText } from './cloud.ts';

function decideAll({ topology, compiled }: ReturnType<typeof compileText>) {
  const network = createNetwork(compiled);
  return topology.expectations.map((expectation) => decideExpectation(network, expectation));
}

function decideIn(text: string) {
  return decideAll(articleLab((lab) => `${lab.replaceAll(/^expect .*$/gm, '')}\n${text}\n`));
}

test('the article’s expectations hold', () => {
  expect(decideAll(articleLab()).map(({ kind }) => kind)).toEqual(['holds', 'holds', 'holds']);
});

describe('reaches', () => {
  test('fails with the trace as witness where the packet is stopped', () => {
    const [result] = decideIn('expect vm-1 reaches 10.0.1.77');
    expect(result).toMatchObject({ kind: 'fails', trace: { verdict: 'lost', reason: { code: 'arp-unanswered' } } });
  });

  test('fails where the way does not lead over the host or router it names', () => {
    expect(decideIn('expect vm-1 reaches vm-2 via controller-0')).toMatchObject([
      { kind: 'fails', why: 'the packet arrives without passing controller-0' },
    ]);
    expect(decideIn('expect vm-1 reaches vm-2 via router-1')).toMatchObject([
      { kind: 'fails', why: 'the packet arrives without passing router-1' },
    ]);
    expect(decideIn('expect vm-1 reaches vm-4 via router-1')).toMatchObject([{ kind: 'holds' }]);
  });

  test('holds for a network only when every port of it is reached', () => {
    const [result] = decideIn('expect vm-4 reaches net-1');
    expect(result?.kind).toBe('holds');
  });

  test('is undecided where the trace meets what is not modelled', () => {
    const [result] = decideIn('expect internet reaches vm-1');
    expect(result).toMatchObject({ kind: 'undecided' });
  });
});

describe('never reaches', () => {
  test('is refuted by a packet that arrives', () => {
    const [result] = decideIn('expect vm-1 never reaches vm-2 with icmp');
    expect(result).toMatchObject({ kind: 'fails', why: 'a packet arrives: 10.0.1.85 > 10.0.1.88 icmp echo-request ttl 64' });
  });

  test('names the packet and the pair that refute it', () => {
    expect(decideIn('expect vm-4 never reaches demo.net-1')).toMatchObject([
      { witness: { packet: '10.0.2.8 > 10.0.1.85 icmp echo-request ttl 64', from: 'demo.vm-4', to: 'demo.vm-1.net-1' } },
    ]);
    expect(decideIn('expect vm-1 reaches 10.0.1.77')).toMatchObject([{ witness: { from: 'demo.vm-1', to: '10.0.1.77' } }]);
  });

  test('is not proved by one that does not', () => {
    const [result] = decideIn('expect vm-1 never reaches 10.0.1.77 with tcp 22');
    expect(result?.kind).toBe('undecided');
    expect(result?.kind === 'undecided' && result.why).toContain('cannot prove');
  });

  test('of whole tenants is refuted by any pair', () => {
    const decided = decideAll(
      compileText(`
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.0.0/24 { mtu 1550 }  firewall none }
host hv-1 { roles compute  tunnel-ip 192.168.0.1 }
tenant red { network shared-net { shared  subnet v4 10.0.0.0/24 }  vm a on hv-1 { port shared-net } }
tenant green { network own { subnet v4 10.0.0.0/24 }  vm b on hv-1 { port own } }
expect "isolated" green.* never reaches red.*
expect "own" red.* reaches red.*
`),
    );
    expect(decided.map(({ kind }) => kind).sort()).toEqual(['undecided', 'undecided']);
  });
});
