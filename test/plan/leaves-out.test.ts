import { describe, expect, it } from 'vitest';
import { CATALOGUE, type FindingCode, leavesOut } from '#core/diagnostics';
import { analyse } from '#core/plan';
import { parseOstopo } from '#language';
import { wrongExample } from '../language/wrong-example.ts';

const codes = (Object.keys(CATALOGUE) as FindingCode[]).filter((code) => CATALOGUE[code].severity === 'error');

/** What a model describes and its plan lacks. Where there is no host at all, nothing can be planned, whatever else is wrong. */
function missingFrom(text: string): readonly string[] {
  const { topology, findings } = parseOstopo(text);
  const { deployment } = analyse(topology, findings);
  if (!topology.hosts.some(({ roles }) => roles.includes('network'))) return [];
  const { networks, ports, routers, floatingIps, vms, hosts } = deployment;
  const planned = new Set<string>([...networks, ...ports, ...routers, ...floatingIps, ...vms, ...hosts].map(({ id }) => id));
  for (const { bridges } of hosts) for (const { element } of bridges) planned.add(element);
  const inRouters = topology.routers.flatMap(({ interfaces, gateway }) => [...interfaces, ...(gateway ? [gateway] : [])]);
  const bridges = topology.hosts.flatMap((host) => host.bridges);
  const { networks: segments, routers: routing, floatingIps: floating, vms: guests, ports: plugs } = topology;
  return [...segments, ...routing, ...inRouters, ...floating, ...guests, ...plugs, ...bridges]
    .map(({ id }) => id)
    .filter((id) => !planned.has(id));
}

describe('an error that leaves something out of the plan', () => {
  it.each(codes.filter((code) => !leavesOut(code)))('is not %s: its wrong example is planned whole', (code) => {
    expect(missingFrom(wrongExample(code))).toEqual([]);
  });

  it('is one of the text, always', () => {
    expect(codes.filter((code) => code.startsWith('OST1') && !leavesOut(code))).toEqual([]);
  });

  it.each(['OST2015', 'OST3004', 'OST4020', 'OST4034'] as const)('is %s', (code) => {
    expect(leavesOut(code)).toBe(true);
  });
});
