import { describe, test } from 'vitest';
import { check } from './check.ts';

describe('Local IPs', () => {
  test('are of IPv4, at ports of the switch with one such address, one on each host', () => {
    check(`fabric lab { firewall none  physical p }
host one { roles compute, network  bridge br-p { physical p  interface eth0 }  sriov p { device ens1 } }
host two { roles compute  bridge br-p { physical p  interface eth0 } }
tenant demo {
  network app { vlan 5  physical p  subnet app-v4 10.0.1.0/24 }
  network six { vlan 6  physical p  subnet six-v6 fd00::/64 }
  vm a on one { port app { local-ip 10.0.1.9, fd00::9 } }
                                    ^^^^^^^^^^^^^^^^^ OST2060 fd00::9
  vm b on one { port app { local-ip 10.0.1.9 } }
                                    ^^^^^^^^ OST2061 10.0.1.9 leads to
  vm c on two { port app { local-ip 10.0.1.9 } }
  vm d on two { port app { ip 10.0.1.5, 10.0.1.6  local-ip 10.0.1.10 } }
                                                           ^^^^^^^^^ OST2062 several
  vm e on two { port six { local-ip 10.0.1.11 } }
                                    ^^^^^^^^^ OST2062 no IPv4 address
  vm f on one { port app { binding direct  local-ip 10.0.1.12 } }
                                                    ^^^^^^^^^ OST2064 br-int
}`);
  });

  test('need static translation beside the Open vSwitch firewall', () => {
    const cloud = (fabric: string, said: string) => `fabric lab { ${fabric} }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm a on all { port app { local-ip 10.0.1.9 } }
${said}}`;
    check(cloud('firewall openvswitch', `                                    ^^^^^^^^ OST2063 local-ip-static-nat on\n`));
    check(cloud('firewall openvswitch  local-ip-static-nat on', ''));
    check(cloud('firewall iptables-hybrid', ''));
  });
});
