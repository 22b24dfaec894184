import { describe, expect, it } from 'vitest';
import {
  elementAtRequest,
  offeredRefactoringsRequest,
  placeOfRequest,
  scriptsRequest,
  traceEndpointsRequest,
  traceRequest,
  wiringRequest,
} from '#protocol';
import { openEditor } from './editor.ts';
import { ARTICLE_LAB, smallCloud } from './small-cloud.ts';

describe('tracing', () => {
  it("answers with the article's routed walk as data and as text", async () => {
    const editor = await openEditor(ARTICLE_LAB);
    const answer = await editor.ask(traceRequest, { from: 'vm-1', to: 'vm-4', packet: 'icmp' });
    if (answer.kind === 'refused') throw new Error(answer.message);
    expect(answer.trace.verdict).toBe('delivered');
    expect(answer.text).toMatch(/VNI 22 from 192\.168\.255\.19 to 192\.168\.255\.15.*inner TTL 64/);
    expect(answer.text).toMatch(/VNI 99 from 192\.168\.255\.15 to 192\.168\.255\.26.*inner TTL 63/);
    editor.close();
  });

  it('links lines of the text to the lines of the model they speak of', async () => {
    const editor = await openEditor(ARTICLE_LAB, 'inmemory:/article-lab.ostopo');
    const answer = await editor.ask(traceRequest, { from: 'vm-1', to: 'vm-4', packet: 'icmp' });
    if (answer.kind === 'refused') throw new Error(answer.message);
    const lines = answer.text.split('\n');
    expect(answer.links.length).toBeGreaterThan(5);
    for (const { line, start, end, target } of answer.links)
      expect(lines[line]?.slice(start, end)).toBe(`article-lab.ostopo:${target.start.line + 1}`);
    const linked = answer.links.map(({ target }) => ARTICLE_LAB.split('\n')[target.start.line]?.trim().split(' ').slice(0, 2).join(' '));
    expect(linked).toEqual(expect.arrayContaining(['vm vm-1', 'interface subnet-2', 'vm vm-4']));
    editor.close();
  });

  it('refuses an unknown name with the name that was meant, and a packet that is none', async () => {
    const editor = await openEditor(ARTICLE_LAB);
    expect(await editor.ask(traceRequest, { from: 'vm-1', to: 'vm-22', packet: 'icmp' })).toEqual({
      kind: 'refused',
      message: expect.stringContaining('vm-22') as string,
    });
    expect(await editor.ask(traceRequest, { from: 'vm-1', to: 'vm-2', packet: 'tpc 80' })).toEqual({
      kind: 'refused',
      message: expect.stringContaining('did you mean `tcp`') as string,
    });
    editor.close();
  });

  it('lists the vms, qualified where another tenant has the same name', async () => {
    const other = 'tenant green { network app { subnet app-v4 10.0.0.0/24 }\n vm web on hv-1 { port app }\n vm shop on hv-2 { port app } }';
    const editor = await openEditor(smallCloud({ inFile: other }));
    const { endpoints } = await editor.ask(traceEndpointsRequest, {});
    expect(endpoints.map(({ name }) => name)).toEqual(['shop', 'green.web', 'db', 'red.web']);
    expect(endpoints.find(({ name }) => name === 'db')?.detail).toBe('10.0.0.20 on hv-2');
    editor.close();
  });

  it('lists the ports of a vm that has several', async () => {
    const editor = await openEditor(smallCloud({ inTenant: 'vm two on hv-1 { port app as a\n port app as b }' }));
    const { endpoints } = await editor.ask(traceEndpointsRequest, {});
    expect(endpoints.map(({ name }) => name)).toEqual(['db', 'two', 'two.a', 'two.b', 'web']);
    editor.close();
  });
});

describe('the wiring', () => {
  it('is the whole picture of the article’s lab, marks of the faults included', async () => {
    const editor = await openEditor(ARTICLE_LAB);
    const answer = await editor.ask(wiringRequest, { view: { kind: 'wiring' } });
    if (answer.kind === 'refused') throw new Error(answer.message);
    expect(answer.version).toBe(1);
    expect(answer.graph.nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['compute-0/br-int', 'controller-0/br-ex', 'compute-1/br-tun']),
    );
    expect(answer.graph.networks.flatMap(({ marks }) => marks.map(({ code }) => code))).toContain('OST3011');
    editor.close();
  });

  it('is of what is sound while a part is half typed', async () => {
    const editor = await openEditor(smallCloud({ inTenant: 'vm third on hv-1 { port' }));
    const answer = await editor.ask(wiringRequest, { view: { kind: 'wiring' } });
    if (answer.kind === 'refused') throw new Error(answer.message);
    expect(answer.graph.nodes.filter(({ kind }) => kind === 'host').length).toBe(3);
    editor.close();
  });

  it('is refused with a sentence where there is nothing to draw', async () => {
    const editor = await openEditor('// nothing yet\n');
    expect(await editor.ask(wiringRequest, { view: { kind: 'wiring' } })).toEqual({
      kind: 'refused',
      message: expect.stringMatching(/nothing to draw/) as string,
    });
    editor.close();
  });
});

it('generates the scripts of every host that needs some, and a manifest', async () => {
  const editor = await openEditor(ARTICLE_LAB);
  const answer = await editor.ask(scriptsRequest, {});
  if (answer.kind === 'refused') throw new Error(answer.message);
  expect(Object.keys(answer.files)).toEqual(
    expect.arrayContaining(['manifest.json', 'controller-0/setup.sh', 'compute-0/flows/br-tun.flows', 'compute-1/teardown.sh']),
  );
  expect(answer.files['compute-0/setup.sh']).toContain('vxlan-c0a8ff0f');
  editor.close();
});

it('knows the innermost element at a place, and where an element is written', async () => {
  const text = smallCloud();
  const editor = await openEditor(text);
  const line = text.split('\n').findIndex((candidate) => candidate.includes('vm web'));
  expect(await editor.ask(elementAtRequest, { position: { line, character: 6 } })).toEqual({ element: 'vm:red.web' });
  expect(await editor.ask(elementAtRequest, { position: { line, character: 30 } })).toEqual({ element: 'port:red.web.app' });
  const { place } = await editor.ask(placeOfRequest, { element: 'vm:red.web' });
  expect(place?.start).toEqual({ line, character: 5 });
  expect(await editor.ask(placeOfRequest, { element: 'vm:red.gone' })).toEqual({ place: null });
  editor.close();
});

describe('the refactorings offered for a selection', () => {
  const text = smallCloud({ inTenant: 'security-group www {\n  allow ingress icmp\n  allow ingress tcp 80\n  allow ingress tcp 443\n}' });
  const line = text.split('\n').findIndex((words) => words.includes('tcp 80'));
  const offered = async (start: { line: number; character: number }, end = start) => {
    const editor = await openEditor(text);
    const { offers } = await editor.ask(offeredRefactoringsRequest, { range: { start, end } });
    editor.close();
    return offers.map(({ call }) => call).filter(({ kind }) => kind !== 'pin');
  };

  it('name the rules by their places in the group', async () => {
    const calls = await offered({ line, character: 4 }, { line: line + 1, character: 4 });
    expect(calls).toEqual([{ kind: 'extract', group: 'security-group:red.www', rules: [1, 2], name: 'www-2' }]);
  });

  it('are none where all rules are selected: nothing would be left', async () => {
    expect(await offered({ line: line - 1, character: 4 }, { line: line + 1, character: 4 })).toEqual([]);
  });

  it('change a subnet from anywhere in its block', async () => {
    const subnet = text.split('\n').findIndex((words) => words.includes('subnet app-v4'));
    const calls = await offered({ line: subnet, character: text.split('\n')[subnet]?.indexOf('10.0.0.0') ?? 0 });
    expect(calls).toEqual([
      { kind: 'renumber', subnet: 'subnet:red.app-v4', cidr: '10.0.1.0/24' },
      { kind: 'split', subnet: 'subnet:red.app-v4', name: 'app-v4-upper' },
    ]);
  });
});
