import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { planDeployment } from '#core/plan';
import { createOstopoReader } from '#language';

const CLOUD = `
fabric lab { firewall none  underlay 10.255.0.0/24  physical wan  ha on { hosts-per-router 2 } }
host net-[1..2] { roles network  tunnel-ip 10.255.0.[1..2]  bridge br-ex { physical wan  interface eth1 } }
host hv { roles compute  tunnel-ip 10.255.0.11 }
tenant t {
  network public { external  flat  physical wan  subnet public-v4 203.0.113.0/24 { dhcp off  gateway 198.51.100.1 }  subnet spare-v4 192.0.2.0/24 { dhcp off } }
  network app { subnet app-v4 10.0.0.0/24  subnet app-v6 2001:db8::/64 { ipv6 slaac } }
  router r {
    id 11111111-2222-4333-8444-5555555500c9
    host net-1
    external public { ip 203.0.113.10  mac fa:16:3e:00:00:02  id aaaaaaaa-0000-4000-8000-000000000002 }
    interface app-v4 { mac fa:16:3e:00:00:01  id aaaaaaaa-0000-4000-8000-000000000001 }
    route 172.16.0.0/12 via 10.0.0.9
  }
  vm web on hv { port app { ip 10.0.0.5 } }
  floating-ip 203.0.113.50 to web.app
}`;

const files = writeHostScripts(compileFabric(planDeployment(createOstopoReader().read(CLOUD).topology).deployment));
const fileOf = (host: string, name: string) => known(files.get(`${host}/${name}`), name);
const CONFIGURATION = 'ha_confs/11111111-2222-4333-8444-5555555500c9/keepalived.conf';

/** The fields in the order of neutron-dataplane 7.3, and no line end after the last brace. */
const expected = (device: string) => `global_defs {
    notification_email_from neutron@openstack.local
    router_id neutron
}
vrrp_instance VR_206 {
    state BACKUP
    interface ${device}
    virtual_router_id 206
    priority 50
    garp_master_delay 60
    nopreempt
    advert_int 2
    track_interface {
        ${device}
    }
    virtual_ipaddress {
        169.254.0.206/24 dev ${device}
    }
    virtual_ipaddress_excluded {
        10.0.0.1/24 dev qr-aaaaaaaa-00 no_track
        203.0.113.10/24 dev qg-aaaaaaaa-00 no_track
        203.0.113.50/32 dev qg-aaaaaaaa-00 no_track
        fe80::f816:3eff:fe00:1/64 dev qr-aaaaaaaa-00 scope link no_track
        fe80::f816:3eff:fe00:2/64 dev qg-aaaaaaaa-00 scope link no_track
    }
    virtual_routes {
        198.51.100.1/32 dev qg-aaaaaaaa-00 scope link no_track protocol static
        0.0.0.0/0 via 198.51.100.1 dev qg-aaaaaaaa-00 no_track protocol static
        172.16.0.0/12 via 10.0.0.9 no_track protocol static
        192.0.2.0/24 dev qg-aaaaaaaa-00 scope link no_track protocol static
    }
}`;

describe('the scripts of a highly available router', () => {
  it.each(['net-1', 'net-2'])('give %s the configuration of keepalived that Neutron writes', (host) => {
    const text = fileOf(host, CONFIGURATION);
    const device = known(/interface (ha-\S+)/.exec(text)?.[1], 'an ha- device');
    expect(text).toBe(expected(device));
    expect(fileOf(host, 'setup.sh')).toContain(`namespace_device qrouter-11111111-2222-4333-8444-5555555500c9 ${device} `);
  });

  it.each(['net-1', 'net-2'])('leave all addresses and routes of %s to keepalived, but the one it speaks from', (host) => {
    const router = fileOf(host, 'setup.sh')
      .split('\n')
      .filter((line) => line.includes('qrouter-'));
    expect(router.filter((line) => /namespace_(link_)?route/.test(line))).toEqual([]);
    expect(router.filter((line) => line.includes('namespace_address')).map((line) => line.replace(/ha-\S+/, 'ha-'))).toEqual([
      expect.stringMatching(/^ {2}namespace_address qrouter-\S+ ha- 169\.254\.192\.[12]\/18$/),
    ]);
    expect(router.filter((line) => line.includes('addrgenmode none'))).toHaveLength(2);
    expect(router.filter((line) => line.includes('router_replica'))).toHaveLength(1);
  });

  it('route nothing by the HA port, so it is in no address scope', () => {
    const rules = fileOf('net-1', 'iptables/qrouter-11111111-2222-4333-8444-5555555500c9.v4.rules');
    expect(rules).toContain('-A neutron-l3-agent-scope -i qr-aaaaaaaa-00 ');
    expect(rules).not.toContain('ha-');
  });
});

describe('the scripts of one that is distributed too', () => {
  const text = CLOUD.replace('physical wan ', 'physical wan  l2-population on  dvr on ');
  const scripts = writeHostScripts(compileFabric(planDeployment(createOstopoReader().read(text).topology).deployment));
  const lines = (host: string, file: string) => known(scripts.get(`${host}/${file}`), file).split('\n');
  const router = '11111111-2222-4333-8444-5555555500c9';

  it.each(['net-1', 'net-2'])('give %s the configuration of keepalived with the ports of `snat-`, and start it there', (host) => {
    const configuration = lines(host, CONFIGURATION).map((line) => line.trim());
    const device = known(/interface (ha-\S+)/.exec(configuration.join('\n'))?.[1], 'an ha- device');
    const from = configuration.indexOf('virtual_ipaddress_excluded {');
    const excluded = configuration.slice(from + 1, configuration.indexOf('}', from));
    expect(excluded.map((line) => line.replace(/^fe80\S+/, 'fe80').replace(/ sg-\S+/, ' sg'))).toEqual([
      '10.0.0.2/24 dev sg no_track',
      '203.0.113.10/24 dev qg-aaaaaaaa-00 no_track',
      '203.0.113.50/32 dev qg-aaaaaaaa-00 no_track',
      'fe80 dev qg-aaaaaaaa-00 scope link no_track',
      'fe80 dev sg scope link no_track',
    ]);
    const setup = lines(host, 'setup.sh');
    expect(setup.filter((line) => line.includes('router_replica'))).toEqual([`  router_replica snat-${router} ${router}`]);
    expect(setup.some((line) => line.includes(`namespace_device snat-${router} ${device} `))).toBe(true);
    expect(
      setup.filter((line) => line.includes('addrgenmode none')).every((line) => line.includes(`namespace_device snat-${router} `)),
    ).toBe(true);
    expect(setup.filter((line) => line.includes('addrgenmode none'))).toHaveLength(2);
  });

  it.each(['net-1', 'net-2'])('put on the interfaces of %s themselves, and in `snat-` the address keepalived speaks from alone', (host) => {
    const addresses = lines(host, 'setup.sh').filter((line) => line.includes('namespace_address'));
    expect(addresses.filter((line) => line.includes('snat-')).map((line) => line.replace(/ha-\S+/, 'ha-'))).toEqual([
      expect.stringMatching(/^ {2}namespace_address snat-\S+ ha- 169\.254\.192\.[12]\/18$/),
    ]);
    expect(addresses).toContain(`  namespace_address qrouter-${router} qr-aaaaaaaa-00 10.0.0.1/24`);
  });

  it('give hosts without source NAT no keepalived', () => {
    expect(scripts.has(`hv/${CONFIGURATION}`)).toBe(false);
    expect(lines('hv', 'setup.sh').join('\n')).not.toContain('snat-');
  });
});
