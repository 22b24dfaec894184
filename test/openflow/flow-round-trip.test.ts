import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Flow, parseFlow, printFlow, printLoadableFlow } from '#core/openflow';

function golden(name: string): readonly string[] {
  return readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.includes('actions='));
}

function flowOf(text: string): Flow {
  const parsed = parseFlow(text);
  if (parsed.kind === 'error') throw new Error(`column ${parsed.problem.column}: ${parsed.problem.message}\n${text}`);
  return parsed.value;
}

describe('flows of a real dump', () => {
  it.each(golden('ovs31-dump-of13.txt'))('prints back %s', (line) => {
    expect(` ${printFlow(flowOf(line))}`).toBe(line);
  });

  it.each(golden('native-bridges.flows.txt'))('keeps its spelling: %s', (line) => {
    const normal = line.replace(/^table=0, /, '').replace(/,actions=/, ' actions=');
    expect(printFlow(flowOf(line))).toBe(normal);
  });

  it.each(golden('ovs31-dump-of13.txt'))('reads its loadable form as the same flow: %s', (line) => {
    const flow = flowOf(line);
    expect(flowOf(printLoadableFlow(flow))).toEqual(flow);
  });
});

describe('flows as Neutron writes them', () => {
  const dumped = new Set(golden('ovs31-dump-of13.txt').map((line) => line.trimStart()));

  const loaded = [...golden('native-mixed-loadable.flows.txt'), ...golden('ovs-firewall.flows.txt')];
  // of two flows with one table, priority and match the later stays
  const stayed = new Map(loaded.map((line) => [printFlow({ ...flowOf(line), actions: [] }), line]));

  it.each([...stayed.values()])('prints as Open vSwitch dumped it after loading: %s', (line) => {
    expect(dumped).toContain(printFlow(flowOf(line)));
  });
});
