import { describe, expect, test } from 'vitest';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { check } from './check.ts';

const CLOUD = (fabric: string) => `fabric lab { firewall none  ${fabric} }
host all { roles compute }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 { gateway none } }
  vm web on all { port app }
}`;

describe('distributed DHCP', () => {
  test('needs no network host, no port and no namespace', () => {
    check(CLOUD('distributed-dhcp on'));
    const { deployment } = planDeployment(parseOstopo(CLOUD('distributed-dhcp on')).topology);
    expect(deployment.ports.map(({ owner }) => owner)).toEqual(['compute:nova']);
    expect(deployment.hosts.flatMap(({ namespaces }) => namespaces)).toEqual([]);
    expect(deployment.ports[0]?.addresses[0]?.address.value).toBe(0x0a000101n); // the lowest: no service takes it
  });

  test('does nothing of what only DHCP agents do', () => {
    check(`fabric lab { firewall none  distributed-dhcp on  isolated-metadata on  force-metadata on }
                                                                   ^^ OST2065 \`isolated-metadata on\`
                                                                                      ^^ OST2065 \`force-metadata on\`
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 { dhcp 10.0.1.2 }  subnet app-v6 fd00::/64 { dhcp off } }
                                                 ^^^^^^^^ OST2066 Write \`dhcp on\`
  vm web on all { port app { dhcp-option router 10.0.1.9  dhcp-option 67 a.efi } }
                                         ^^^^^^ OST2067 \`dhcp-option router\`
                                                                      ^^ OST2067 \`dhcp-option 67\`
}`);
  });
});
