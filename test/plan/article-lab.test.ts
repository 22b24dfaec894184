import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { known, qualifiedName } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import { type BridgePort, type HostPlan, analyse, indexDeployment } from '#core/plan';
import { parseOstopo } from '#language';

const parsed = parseOstopo(readFileSync('examples/article-lab.ostopo', 'utf8'));
const { deployment, findings } = analyse(parsed.topology, parsed.findings);
const index = indexDeployment(deployment);

const host = (name: string): HostPlan =>
  known(
    deployment.hosts.find((plan) => plan.name === name),
    name,
  );

/** `ofport name what` of every port of a bridge. */
function ports(hostName: string, bridgeName: string): readonly string[] {
  const bridge = known(
    host(hostName).bridges.find(({ name }) => name === bridgeName),
    bridgeName,
  );
  return bridge.ports.map((port) => `${String(port.ofport)} ${port.name} ${what(port)}`);
}

function what(port: BridgePort): string {
  switch (port.kind) {
    case 'patch':
      return `patch to ${port.peer.bridge}/${port.peer.port}`;
    case 'tunnel':
      return `${port.type} ${printAddress(port.localIp)} > ${printAddress(port.remoteIp)} ${qualifiedName(port.remoteHost)}`;
    case 'uplink':
      return `uplink ${port.device}`;
    case 'trunk-tap':
      return 'trunk';
    case 'vif':
      return `${port.attachment} tag ${String(port.tag)} ${printMac(port.mac)}${port.namespace === undefined ? '' : ` in ${port.namespace}`}`;
  }
}

const QROUTER = 'qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe';
const QDHCP_1 = 'qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2';
const QDHCP_2 = 'qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638';

describe("the article's lab", () => {
  test('has its two networks with their VNIs, UUIDs and the MTU they write', () => {
    expect(deployment.networks.map(({ name, uuid, segment, mtuBytes }) => [name, uuid, segment, mtuBytes])).toEqual([
      ['net-1', '67a3798c-32c0-4c18-8502-2531247e3cc2', { kind: 'overlay', type: 'vxlan', vni: 22 }, 1450],
      ['net-2', '7d541e74-1c36-4e1d-a7c4-0968c8dbc638', { kind: 'overlay', type: 'vxlan', vni: 99 }, 1450],
    ]);
  });

  test('plugs controller-0 as the article shows it', () => {
    expect(ports('controller-0', 'br-int')).toEqual([
      '1 int-br-ex patch to br-ex/phy-br-ex',
      '2 patch-tun patch to br-tun/patch-int',
      `3 tapca25a97e-64 internal tag 1 fa:16:3e:e6:2c:5c in ${QDHCP_1}`,
      `4 tap22015e46-0b internal tag 2 fa:16:3e:76:c2:11 in ${QDHCP_2}`,
      `5 qr-0c52b15f-8f internal tag 1 fa:16:3e:c4:64:70 in ${QROUTER}`,
      `6 qr-92fa49b5-54 internal tag 2 fa:16:3e:80:13:72 in ${QROUTER}`,
    ]);
    expect(ports('controller-0', 'br-tun')).toEqual([
      '1 patch-int patch to br-int/patch-tun',
      '2 vxlan-c0a8ff1a vxlan 192.168.255.15 > 192.168.255.26 compute-1',
      '3 vxlan-c0a8ff13 vxlan 192.168.255.15 > 192.168.255.19 compute-0',
    ]);
    expect(ports('controller-0', 'br-ex')).toEqual(['1 eth0 uplink eth0', '2 phy-br-ex patch to br-int/int-br-ex']);
  });

  test('plugs the compute hosts as the article shows them', () => {
    expect(ports('compute-0', 'br-int')).toEqual([
      '1 int-br-ex patch to br-ex/phy-br-ex',
      '2 patch-tun patch to br-tun/patch-int',
      '3 qvo95d96a75-a0 hybrid tag 1 fa:16:3e:44:98:20',
      '6 qvo5bd37136-47 hybrid tag 1 fa:16:3e:83:ad:a4',
    ]);
    expect(ports('compute-0', 'br-tun')).toEqual([
      '1 patch-int patch to br-int/patch-tun',
      '2 vxlan-c0a8ff1a vxlan 192.168.255.19 > 192.168.255.26 compute-1',
      '3 vxlan-c0a8ff0f vxlan 192.168.255.19 > 192.168.255.15 controller-0',
    ]);
    expect(ports('compute-0', 'br-ex')).toEqual(['1 phy-br-ex patch to br-int/int-br-ex']);
    expect(ports('compute-1', 'br-int').slice(2)).toEqual([
      '3 qvoe7e23f1b-07 hybrid tag 1 fa:16:3e:72:ad:53',
      '4 qvo3210e8ec-c0 hybrid tag 2 fa:16:3e:6c:ad:9c',
    ]);
  });

  test('gives storage hosts no Open vSwitch at all', () => {
    for (const name of ['storage-0', 'storage-1'])
      expect(host(name)).toMatchObject({ tunnel: undefined, bridges: [], namespaces: [], vms: [] });
  });

  test('numbers local VLANs host by host and knows where the tunnel address sits', () => {
    expect(host('controller-0').localVlans.map(({ vlan }) => vlan)).toEqual([1, 2]);
    expect(host('compute-0').localVlans).toEqual([{ network: 'network:demo.net-1', vlan: 1 }]);
    const endpoints = ['controller-0', 'compute-0'].map((name) => known(host(name).tunnel, 'its tunnel end'));
    expect(endpoints.map(({ address, bridge }) => [printPrefix(address), bridge])).toEqual([
      ['192.168.255.15/24', 'br-ex'],
      ['192.168.255.19/24', undefined],
    ]);
  });

  test('makes the namespaces of controller-0 with the addresses of their devices', () => {
    const namespaces = host('controller-0').namespaces.map(({ name, devices }) => [
      name,
      ...devices.map((device) => `${device.name} ${device.addresses.map(printPrefix).join()} mtu ${String(device.mtuBytes)}`),
    ]);
    expect(namespaces).toEqual([
      [QROUTER, 'qr-0c52b15f-8f 10.0.1.254/24 mtu 1450', 'qr-92fa49b5-54 10.0.2.254/24 mtu 1450'],
      [QDHCP_1, 'tapca25a97e-64 10.0.1.1/24 mtu 1450'],
      [QDHCP_2, 'tap22015e46-0b 10.0.2.1/24 mtu 1450'],
    ]);
  });

  test('serves DHCP to the VMs and the router interface of net-1, whose gateway a router holds', () => {
    const dhcp = known(host('controller-0').namespaces[1]?.dhcp, 'the DHCP plan of net-1');
    expect(dhcp).toMatchObject({
      interface: 'tapca25a97e-64',
      mtuBytes: 1450,
      domain: 'openstacklocal',
      routedSubnets: ['subnet:demo.subnet-1'],
    });
    expect(dhcp.leases.map(({ mac, address }) => `${printMac(mac)} ${printAddress(address)}`)).toEqual([
      'fa:16:3e:c4:64:70 10.0.1.254',
      'fa:16:3e:44:98:20 10.0.1.85',
      'fa:16:3e:72:ad:53 10.0.1.88',
      'fa:16:3e:83:ad:a4 10.0.1.90',
    ]);
  });

  test('puts a Linux bridge in front of each VM', () => {
    expect(host('compute-0').hybridPlugs).toEqual([
      {
        port: 'port:demo.vm-1.net-1',
        tap: 'tap95d96a75-a0',
        qbr: 'qbr95d96a75-a0',
        qvb: 'qvb95d96a75-a0',
        qvo: 'qvo95d96a75-a0',
        mtuBytes: 1450,
      },
      {
        port: 'port:demo.vm-3.net-1',
        tap: 'tap5bd37136-47',
        qbr: 'qbr5bd37136-47',
        qvb: 'qvb5bd37136-47',
        qvo: 'qvo5bd37136-47',
        mtuBytes: 1450,
      },
    ]);
  });

  test('names the VMs as libvirt does and gives them their addresses', () => {
    const vms = deployment.vms.map(({ name, instanceName, host: on, ports: ids }) => [
      name,
      instanceName,
      qualifiedName(on),
      ...ids.flatMap((id) => index.port(id).addresses.map(({ address }) => printAddress(address))),
    ]);
    expect(vms).toEqual([
      ['vm-1', 'instance-00000001', 'compute-0', '10.0.1.85'],
      ['vm-2', 'instance-00000002', 'compute-1', '10.0.1.88'],
      ['vm-3', 'instance-00000003', 'compute-0', '10.0.1.90'],
      ['vm-4', 'instance-00000004', 'compute-1', '10.0.2.8'],
    ]);
  });

  test('has one fault, at both networks: their MTU with the tunnel does not fit the underlay', () => {
    expect(findings.map(({ code, severity, element, data }) => [code, severity, element, data])).toEqual([
      ['OST3011', 'error', 'network:demo.net-1', { mtu: 1450, overhead: 50, largest: 1400, underlay: 1500 }],
      ['OST3011', 'error', 'network:demo.net-2', { mtu: 1450, overhead: 50, largest: 1400, underlay: 1500 }],
    ]);
  });

  test('gets the same port numbers without its pins, but for the one port that was made after others had gone', () => {
    const unpinned = readFileSync('examples/article-lab.ostopo', 'utf8').replaceAll(/ofport \d+/g, '');
    const derived = analyse(parseOstopo(unpinned).topology).deployment;
    const moved = derived.hosts.flatMap((plan, h) =>
      plan.bridges.flatMap((bridge, b) =>
        bridge.ports
          .filter((port, p) => port.ofport !== deployment.hosts[h]?.bridges[b]?.ports[p]?.ofport)
          .map(({ name, ofport }) => [name, ofport]),
      ),
    );
    expect(moved).toEqual([['qvo5bd37136-47', 4]]);
  });
});
