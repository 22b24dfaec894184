import { expect, test } from 'vitest';
import { elementId } from '#core/base';
import { TRACE_DEPTHS, printTrace, traceLines, traceToJson } from '#core/trace';
import { articleLab, ping } from './cloud.ts';

const { compiled, topology } = articleLab();
const trace = ping(compiled, 'vm-1', 'vm-4');

test('a story tells the way in about a dozen lines per direction, with the article’s numbers', () => {
  const lines = printTrace(trace, 'story').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(26);
  expect(lines).toContain('request: 10.0.1.85 > 10.0.2.8 icmp echo-request ttl 64');
  expect(lines).toContain(
    '  compute-0: vxlan-c0a8ff0f puts it into VXLAN VNI 22 from 192.168.255.19 to 192.168.255.15 (controller-0), inner TTL 64',
  );
  expect(lines).toContain('  controller-0: router-1 routes it: 10.0.2.0/24 dev qr-92fa49b5-54, TTL 64 → 63');
  expect(lines.at(-1)).toBe('delivered, and the answer came back');
});

test('each depth tells more than the one before', () => {
  const lengths = TRACE_DEPTHS.map((depth) => printTrace(trace, depth).split('\n').length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(new Set(lengths).size).toBe(TRACE_DEPTHS.length);
});

test('hops are one line per device', () => {
  const hops = printTrace({ ...trace, reply: undefined }, 'hops')
    .split('\n')
    .filter((line) => line.startsWith('  '));
  expect(hops.filter((line) => /^ {2}compute-0 +br-int /.test(line))).toHaveLength(1);
  expect(hops.filter((line) => /^ {2}controller-0 +br-int /.test(line))).toHaveLength(2);
  expect(
    hops.filter((line) => line.includes('icmp echo-request ttl 64')),
    'the packet is told where it changes',
  ).toHaveLength(3);
});

test('flows show the text of the flow and the headers that changed', () => {
  const text = printTrace(trace, 'flows');
  expect(text).toContain('table=20, hard_timeout=300, priority=1,vlan_tci=0x0001/0x0fff,dl_dst=fa:16:3e:c4:64:70');
  expect(text).toContain('ip_ttl: 64 → 63');
  expect(text).toContain('eth_dst: fa:16:3e:c4:64:70 → fa:16:3e:6c:ad:9c');
});

test('lines know the model element they speak of', () => {
  const line = traceLines(trace, 'story').find(({ text }) => text.includes('routes it'));
  expect(line?.element).toBe('interface:demo.router-1.subnet-2');
});

test('a trace that ends early says where and why in its last line', () => {
  const text = printTrace(ping(compiled, 'vm-1', 'vm-4', { spec: { ttl: 1 } }), 'story');
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^dropped: the time to live ran out .*\[ttl-expired at controller-0 qrouter-0a4d2420/);
});

test('a cold trace counts the copies of a flood', () => {
  expect(printTrace(ping(compiled, 'vm-1', 'vm-4', { cold: true }), 'story')).toMatch(/\d+ other copies of the flood ended elsewhere/);
});

test('JSON is plain data with the source line of each element', () => {
  const vms = new Map(topology.vms.map((element) => [element.id, element.places.name]));
  const json = traceToJson(
    trace,
    (id) => vms.get(id),
    () => 'lab.ostopo',
  );
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  expect(json).toMatchObject({ schema: 1, verdict: 'delivered', reason: null, blockers: [] });
  const line = (vms.get(elementId('vm', 'demo', 'vm-1'))?.start.line ?? -2) + 1;
  expect(json.request.steps[0]).toMatchObject({
    kind: 'guest',
    host: 'compute-0',
    element: 'vm-1',
    flow: null,
    source: `lab.ostopo:${String(line)}`,
  });
  expect(json.request.steps.find(({ kind }) => kind === 'underlay')).toMatchObject({ host: null });
});

test('JSON of a failed conversation lists what stopped it once', () => {
  const json = traceToJson(ping(compiled, 'vm-1', 'vm-4', { spec: { ttl: 1 } }), () => undefined);
  expect(json.blockers.map(({ code }) => code)).toEqual(['ttl-expired']);
});
