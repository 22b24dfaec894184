import { describe, test } from 'vitest';
import { parsePacketSpec, resolveEndpoint } from '#language';
import { readSound } from './read.ts';

const packet = (text: string) => parsePacketSpec(text.split(' ').filter((word) => word !== ''));
const silent = { destinationPort: undefined, sourcePort: undefined, ttl: undefined, sizeBytes: undefined, dontFragment: false };

describe('the words of a packet', () => {
  test('are icmp where nothing is written', ({ expect }) => {
    expect(packet('')).toEqual({ ...silent, protocol: 'icmp' });
  });

  test('name protocol, ports and the rest in any order', ({ expect }) => {
    expect(packet('tcp 443')).toEqual({ ...silent, protocol: 'tcp', destinationPort: 443 });
    expect(packet('udp 53 from 40000')).toEqual({ ...silent, protocol: 'udp', destinationPort: 53, sourcePort: 40000 });
    expect(packet('df size 1450')).toEqual({ ...silent, protocol: 'icmp', sizeBytes: 1450, dontFragment: true });
    expect(packet('ttl 1 arp')).toEqual({ ...silent, protocol: 'arp', ttl: 1 });
    expect(packet('tcp df')).toEqual({ ...silent, protocol: 'tcp', dontFragment: true });
    expect(packet('dhcp')).toEqual({ ...silent, protocol: 'dhcp' });
  });

  test.for([
    ['tpc 80', 0, 'did you mean `tcp`?'],
    ['tcp 0', 1, 'destination port: expected a number from 1 to 65535'],
    ['tcp 80 udp', 2, 'one protocol'],
    ['icmp from 5', 1, 'icmp has no ports'],
    ['ttl', 1, 'is missing after `ttl`'],
    ['ttl 256', 1, 'from 1 to 255'],
    ['size 20', 1, 'from 28 to 65535'],
    ['tcp 80 80', 2, 'no part of a packet'],
  ] as const)('are refused where they make no packet: %s', ([text, index, message], { expect }) => {
    const result = packet(text);
    expect(result).toMatchObject({ index });
    expect('error' in result && result.error).toContain(message);
  });
});

describe('the ends of a trace', () => {
  const { topology } = readSound(`fabric f
host h { roles compute }
tenant red { network app  vm web-1 on h { port app }  vm pg on h { port app } }
tenant green { network app  vm box on h { port app }  vm pg on h { port app } }`);

  test('are vms, ports, networks, tenants, addresses and the internet', ({ expect }) => {
    expect(resolveEndpoint(topology, 'web-1')).toEqual({ kind: 'vm', id: 'vm:red.web-1' });
    expect(resolveEndpoint(topology, 'red.pg')).toEqual({ kind: 'vm', id: 'vm:red.pg' });
    expect(resolveEndpoint(topology, 'web-1.app')).toEqual({ kind: 'port', id: 'port:red.web-1.app' });
    expect(resolveEndpoint(topology, 'green.pg.app')).toEqual({ kind: 'port', id: 'port:green.pg.app' });
    expect(resolveEndpoint(topology, 'red.app')).toEqual({ kind: 'network', id: 'network:red.app' });
    expect(resolveEndpoint(topology, 'green.*')).toEqual({ kind: 'tenant', id: 'tenant:green' });
    expect(resolveEndpoint(topology, 'internet')).toEqual({ kind: 'internet' });
    expect(resolveEndpoint(topology, '10.0.0.5')).toEqual({ kind: 'address', address: { version: 4, value: 0x0a000005n } });
  });

  test('are refused with the nearest name, or with the choice there is', ({ expect }) => {
    expect(resolveEndpoint(topology, 'web-2')).toEqual({ error: 'there is no vm, port, network or tenant `web-2`; did you mean `web-1`?' });
    expect(resolveEndpoint(topology, 'gren.*')).toEqual({
      error: 'there is no vm, port, network or tenant `gren.*`; did you mean `green.*`?',
    });
    expect(resolveEndpoint(topology, 'pg')).toEqual({ error: '`pg` fits several: write `green.pg` or `red.pg`' });
    expect(resolveEndpoint(topology, 'zebra')).toEqual({ error: 'there is no vm, port, network or tenant `zebra`' });
  });
});
