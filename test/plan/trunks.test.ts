import { describe, expect, test } from 'vitest';
import { createLock, planDeployment } from '#core/plan';
import { createOstopoReader } from '#language';
import { hostOf, plan, portsOf } from './plan.ts';

const CLOUD = `
fabric lab { firewall openvswitch }
host all { roles compute, network }
tenant demo {
  network app { vni 1  subnet app-v4 10.0.1.0/24 { dhcp off } }
  network dmz { vni 2  subnet dmz-v4 10.0.2.0/24 { dhcp off } }
  vm fw on all {
    port app { id 11111111-2222-3333-4444-555555555555  trunk-id aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee }
    port dmz { id 66666666-7777-8888-9999-000000000000  subport-of app vlan 101 }
  }
  vm web on all { port dmz { id 99999999-0000-0000-0000-000000000000 } }
}
`;

describe('a trunk', () => {
  const { deployment, findings } = plan(CLOUD);

  test('has a bridge of its own with the tap of the VM and a patch for the parent and each subport, named as Neutron cuts the ids', () => {
    expect(findings).toEqual([]);
    expect(hostOf(deployment, 'all').bridges.map(({ name }) => name)).toEqual(['br-int', 'tbr-aaaaaaaa-b']);
    expect(portsOf(deployment, 'all', 'tbr-aaaaaaaa-b')).toEqual(['1 tap11111111-22', '2 tpt-11111111-22', '3 spt-66666666-77']);
    expect(portsOf(deployment, 'all', 'br-int')).toEqual(['1 tpi-11111111-22', '2 tap99999999-00', '3 spi-66666666-77']);
  });

  test('parts the VLANs at the ends of its patches, and each is in the local VLAN of its own network on br-int', () => {
    const [integration, trunk] = hostOf(deployment, 'all').bridges;
    expect(trunk?.ports.map((port) => [port.kind, 'tag' in port ? port.tag : undefined])).toEqual([
      ['trunk-tap', undefined],
      ['patch', undefined],
      ['patch', 101],
    ]);
    expect(integration?.ports.map((port) => (port.kind === 'vif' ? [port.name, port.attachment, port.tag] : []))).toEqual([
      ['tpi-11111111-22', 'patch', 1],
      ['tap99999999-00', 'tap', 2],
      ['spi-66666666-77', 'patch', 2],
    ]);
  });

  test('has subports with the owner that Neutron gives them', () => {
    expect(deployment.ports.map(({ id, owner }) => [id, owner])).toEqual([
      ['port:demo.fw.app', 'compute:nova'],
      ['port:demo.fw.dmz', 'trunk:subport'],
      ['port:demo.web.dmz', 'compute:nova'],
    ]);
  });

  test('keeps its id where a lock has it, also when the fabric is renamed', () => {
    const text = CLOUD.replace(/ {2}trunk-id \S+/, '');
    const read = (model: string) => createOstopoReader().read(model).topology;
    const before = planDeployment(read(text)).deployment;
    const lock = createLock(read(text), before);
    const renamed = text.replace('fabric lab', 'fabric other');
    const names = (hosts: typeof before.hosts) => hosts[0]?.bridges.map(({ name }) => name);
    expect(names(planDeployment(read(renamed), lock).deployment.hosts)).toEqual(names(before.hosts));
    expect(names(planDeployment(read(renamed)).deployment.hosts)).not.toEqual(names(before.hosts));
  });

  test('that cannot be leaves its subports out and its parent an ordinary port', () => {
    const { deployment: hybrid } = plan(CLOUD.replace('firewall openvswitch', 'firewall iptables-hybrid'));
    expect(portsOf(hybrid, 'all', 'br-int')).toEqual(['1 qvo11111111-22', '2 qvo99999999-00']);
  });

  test('whose parent gets no address is left out with its subports', () => {
    const full = CLOUD.replace(
      'subnet app-v4 10.0.1.0/24 { dhcp off }',
      'subnet app-v4 10.0.1.0/24 { dhcp off  pool 10.0.1.7..10.0.1.7 }',
    ).replace('vm web', 'vm aaa on all { port app { ip 10.0.1.7 } }  vm web');
    expect(portsOf(plan(full).deployment, 'all', 'br-int').map((line) => line.split(' ')[1]?.slice(0, 3))).toEqual(['tap', 'tap']);
  });
});
