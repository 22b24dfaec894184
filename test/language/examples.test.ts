import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'vitest';
import { known } from '#core/base';
import { printAddress, printMac } from '#core/net';
import { read, readSound } from './read.ts';

/** The fenced examples of the language's page. */
const pageExamples = [...readFileSync('docs/language.md', 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

describe('the examples', () => {
  test.for(readdirSync('examples').filter((name) => name.endsWith('.ostopo')))('%s is read without findings', (name) => {
    readSound(readFileSync(`examples/${name}`, 'utf8'));
  });

  test.for(readdirSync('examples/broken'))('broken/%s has findings and still gives its sound part', (name, { expect }) => {
    const { findings, topology } = read(readFileSync(`examples/broken/${name}`, 'utf8'));
    expect(findings.length).toBeGreaterThan(0);
    expect(topology.vms.length).toBeGreaterThan(0);
  });

  test("the article's lab has the article's names, addresses and ids", ({ expect }) => {
    const { topology } = readSound(readFileSync('examples/article-lab.ostopo', 'utf8'));
    const ports = topology.ports.map((port) => {
      const vm = known(
        topology.vms.find((v) => v.id === port.vm),
        'the vm of a port',
      );
      return [
        vm.name,
        vm.host,
        printAddress(known(port.addresses[0], 'its address')),
        printMac(known(port.mac, 'its MAC')),
        port.uuid?.slice(0, 11),
      ];
    });
    expect(ports).toEqual([
      ['vm-1', 'host:compute-0', '10.0.1.85', 'fa:16:3e:44:98:20', '95d96a75-a0'],
      ['vm-2', 'host:compute-1', '10.0.1.88', 'fa:16:3e:72:ad:53', 'e7e23f1b-07'],
      ['vm-3', 'host:compute-0', '10.0.1.90', 'fa:16:3e:83:ad:a4', '5bd37136-47'],
      ['vm-4', 'host:compute-1', '10.0.2.8', 'fa:16:3e:6c:ad:9c', '3210e8ec-c0'],
    ]);
    expect(topology.networks.map((network) => [network.name, network.segment, network.uuid, network.mtuBytes])).toEqual([
      ['net-1', { kind: 'overlay', type: 'vxlan', vni: 22 }, '67a3798c-32c0-4c18-8502-2531247e3cc2', 1450],
      ['net-2', { kind: 'overlay', type: 'vxlan', vni: 99 }, '7d541e74-1c36-4e1d-a7c4-0968c8dbc638', 1450],
    ]);
    expect(
      topology.subnets.map(({ uuid, dhcp }) => [
        uuid,
        dhcp.address && printAddress(dhcp.address),
        dhcp.uuid?.slice(0, 11),
        dhcp.mac && printMac(dhcp.mac),
      ]),
    ).toEqual([
      ['2529ad1a-6b97-49cd-8515-cbdcbe5e3daa', '10.0.1.1', 'ca25a97e-64', 'fa:16:3e:e6:2c:5c'],
      ['335552dd-b35b-456b-9df0-5aac36a3ca13', '10.0.2.1', '22015e46-0b', 'fa:16:3e:76:c2:11'],
    ]);
    expect(topology.routers.flatMap((router) => router.interfaces).map(({ uuid, mac }) => [uuid, mac && printMac(mac)])).toEqual([
      ['0c52b15f-8fcc-4801-bf52-7dacc72a5201', 'fa:16:3e:c4:64:70'],
      ['92fa49b5-5406-499f-ab8d-ddf28cc1a76c', 'fa:16:3e:80:13:72'],
    ]);
    expect(topology.routers[0]?.uuid).toBe('0a4d2420-4b9c-46bd-aec1-86a1ef299abe');
    expect(topology.hosts.map((host) => [host.name, host.tunnelIp && printAddress(host.tunnelIp)])).toEqual([
      ['compute-0', '192.168.255.19'],
      ['compute-1', '192.168.255.26'],
      ['controller-0', '192.168.255.15'],
      ['storage-0', undefined],
      ['storage-1', undefined],
    ]);
  });
});

describe("the language's page", () => {
  test('shows examples that are read with nothing wrong', ({ expect }) => {
    expect(pageExamples.length).toBeGreaterThanOrEqual(2);
    for (const example of pageExamples) readSound(example);
  });
});
