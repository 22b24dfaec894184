import { describe, test } from 'vitest';
import { check } from './check.ts';

const cloud = (
  ports: string,
  { firewall = 'openvswitch', app = '' } = {},
) => `fabric lab { firewall ${firewall}  physical one { vlan 100..199 } }
host all { roles compute, network  bridge br-one { physical one  interface ens1 }  sriov one { device ens1 } }
tenant demo {
  network app { ${app}  subnet app-v4 10.0.1.0/24 }
  network dmz { subnet dmz-v4 10.0.2.0/24 }
  network lan { subnet lan-v4 10.0.3.0/24 }
  network wire { physical one  vlan 101  mtu 1400  subnet wire-v4 10.0.4.0/24 }
  vm fw on all {
${ports}
  }
}
`;

describe('a subport', () => {
  test('has a VLAN of its own in the trunk of another port of its vm, and may have the MAC of its parent', () => {
    check(
      cloud(`    port app { mac fa:16:3e:00:00:01 }
    port dmz { subport-of app vlan 101  mac fa:16:3e:00:00:01 }
    port lan { subport-of app vlan 102  mac fa:16:3e:00:00:01 }`),
    );
  });

  test('is no subport of itself, of another subport, or of a virtual function, and is none itself', () => {
    check(
      cloud(`    port app
    port dmz { subport-of dmz vlan 101 }
                          ^^^ OST4034
    port lan { subport-of dmz vlan 102 }
                          ^^^ OST4034`),
    );
    check(
      cloud(`    port app
    port wire { subport-of app vlan 101  binding direct }
                                                 ^^^^^^ OST4034`),
    );
    check(
      cloud(`    port wire { binding direct }
    port wire as two { subport-of wire vlan 101 }
                                  ^^^^ OST4034`),
    );
  });

  test('has a VLAN, from 1 to 4094, that no other subport of the trunk has', () => {
    check(
      cloud(`    port app
    port dmz { subport-of app }
                          ^^^ OST4035
    port lan { subport-of app vlan 4095 }
                                   ^^^^ OST4035`),
    );
    check(
      cloud(`    port app
    port dmz { subport-of app vlan 7 }
    port lan { subport-of app vlan 7 }
                                   ^ OST4035`),
    );
  });

  test('sends no larger packets than the network of the parent carries', () => {
    check(
      cloud(
        `    port app
    port dmz { subport-of app vlan 101 }
                          ^^^ OST4036`,
        { app: 'mtu 1400' },
      ),
    );
  });

  test('cannot be beside the hybrid firewall', () => {
    check(
      cloud(
        `    port app
    port dmz { subport-of app vlan 101 }
                          ^^^ OST4038`,
        { firewall: 'iptables-hybrid' },
      ),
    );
  });

  test('names a port that is there', () => {
    check(
      cloud(`    port app
    port dmz { subport-of ap vlan 101 }
                          ^^ OST1004`),
    );
  });
});
