import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { printMac } from '#core/net';
import { compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { ping } from '../trace/cloud.ts';
import { plan } from './plan.ts';

const CLOUD = `
  fabric lab { physical one { vlan 100..199 } firewall none }
  host hv { roles compute, network  bridge br-ex { physical one  interface ens1 }  sriov one { device ens1, ens2 } }
  tenant t {
    network wire { physical one  vlan 101  subnet s 10.0.0.0/24 { dhcp on { mac fa:16:3e:00:00:02 } } }
    network alone { physical one  vlan 102  subnet u 10.1.0.0/24 { dhcp off } }
    vm fast on hv { port wire { binding direct  ip 10.0.0.5  mac fa:16:3e:00:00:05 } }
    vm tapped on hv { port alone { binding macvtap  mac fa:16:3e:00:00:06 } }
    vm slow on hv { port wire { mac fa:16:3e:00:00:07 } }
  }`;

describe('a port with binding direct or macvtap', () => {
  const { deployment, findings } = plan(CLOUD);
  const host = known(deployment.hosts[0], 'hv');

  test('is a virtual function with the VLAN of its network, and no port of any bridge', () => {
    expect(findings).toEqual([]);
    expect(host.virtualFunctions.map(({ mac, ...rest }) => ({ ...rest, mac: printMac(mac) }))).toEqual([
      { port: 'port:t.fast.wire', binding: 'direct', devices: ['ens1', 'ens2'], vlan: 101, mtuBytes: 1500, mac: 'fa:16:3e:00:00:05' },
      { port: 'port:t.tapped.alone', binding: 'macvtap', devices: ['ens1', 'ens2'], vlan: 102, mtuBytes: 1500, mac: 'fa:16:3e:00:00:06' },
    ]);
    const plugged = host.bridges.flatMap(({ ports }) => ports).filter(({ kind }) => kind === 'vif');
    expect(plugged.map(({ element }) => element)).toEqual(['dhcp:t.s', 'port:t.slow.wire']);
  });

  test('needs no local VLAN for its network', () => {
    expect(host.localVlans.map(({ network }) => network)).toEqual(['network:t.wire']);
  });

  test('reaches the ports behind the bridge that has the same card, because the card is told their MACs', () => {
    expect(host.sharedCards.map(({ device, mac }) => `${device} ${printMac(mac)}`)).toEqual([
      'ens1 fa:16:3e:00:00:02',
      'ens1 fa:16:3e:00:00:07',
    ]);
  });

  test('is named in the script and the manifest, which make nothing for it but the entries of the card', () => {
    const files = writeHostScripts(compileFabric(deployment));
    const setup = known(files.get('hv/setup.sh'), 'the script');
    expect(setup).toContain('# port:t.fast.wire: direct, a virtual function of ens1 or ens2, MAC fa:16:3e:00:00:05, VLAN 101, MTU 1500');
    expect(setup).toContain('card_address ens1 fa:16:3e:00:00:07');
    expect(setup.match(/fa:16:3e:00:00:05/g)).toHaveLength(1);
    const manifest = JSON.parse(known(files.get('manifest.json'), 'the manifest')) as { hosts: { virtualFunctions: unknown[] }[] };
    expect(manifest.hosts[0]?.virtualFunctions).toHaveLength(2);
  });

  test('is not followed by a trace, which says so', () => {
    const trace = ping(compileFabric(deployment), 't.fast', 't.slow');
    expect(trace).toMatchObject({ verdict: 'not-modelled', reason: { message: expect.stringContaining('SR-IOV') as string } });
    for (const to of ['t.fast', '10.0.0.5']) expect(ping(compileFabric(deployment), 't.slow', to).reason?.message).toContain('SR-IOV');
  });
});
