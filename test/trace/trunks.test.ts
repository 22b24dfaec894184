import { describe, expect, test } from 'vitest';
import { compileText, ping } from './cloud.ts';

const CLOUD = `
fabric lab { firewall openvswitch }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 { dhcp off } }
  network dmz { subnet dmz-v4 10.0.2.0/24 { dhcp off } }
  security-group open { allow ingress icmp }
  vm fw on all {
    port app { security open  ip 10.0.1.9 }
    port dmz { security open  ip 10.0.2.9  subport-of app vlan 101 }
  }
  vm web on all { port dmz { security open  ip 10.0.2.5 } }
  vm pc on all { port app { security open  ip 10.0.1.5 } }
}
`;

describe('a guest with a trunk', () => {
  const { compiled } = compileText(CLOUD);
  const wayOf = (trace: ReturnType<typeof ping>) =>
    trace.request.steps.flatMap(({ kind, element }) => (kind === 'bridge' ? [element] : []));

  test('gets what is for its subport tagged with the VLAN, by the bridge of the trunk', () => {
    const trace = ping(compiled, 'web', '10.0.2.9');
    expect(trace.verdict).toBe('delivered');
    const tap = trace.frames
      .filter(({ device }) => device.startsWith('tap'))
      .map(({ bytes }) => Buffer.from(bytes).toString('hex', 12, 16));
    expect(new Set(tap)).toEqual(new Set(['08004500', '81000065']));
    expect(wayOf(trace)).toContain('port:demo.fw.dmz');
  });

  test('sends with the tag, and the answer comes back to the subport', () => {
    expect(ping(compiled, 'fw', '10.0.2.5').verdict).toBe('delivered');
  });

  test('speaks untagged by the parent', () => {
    const trace = ping(compiled, 'pc', '10.0.1.9');
    expect(trace.verdict).toBe('delivered');
    expect(trace.frames.map(({ bytes }) => Buffer.from(bytes).toString('hex', 12, 14))).not.toContain('8100');
  });

  test('is filtered at each port by the groups of that port', () => {
    const closed = compileText(CLOUD.replace('port dmz { security open  ip 10.0.2.9', 'port dmz { security none  ip 10.0.2.9')).compiled;
    expect(ping(closed, 'web', '10.0.2.9').verdict).toBe('dropped');
    expect(ping(closed, 'pc', '10.0.1.9').verdict).toBe('delivered');
  });
});
