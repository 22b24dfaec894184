import { expect, test } from 'vitest';
import { analyse } from '#core/plan';
import { createLargeTopology } from '#test/large-topology';
import { plan } from './plan.ts';

test('numbers only the networks that have a port on the host, in the order of their names, after the pins', () => {
  const { deployment } = plan(`
    fabric lab { firewall none }
    host hv-1 { roles compute  local-vlan t.c 1 }
    host hv-2 { roles compute }
    tenant t {
      network a  network b  network c
      vm one on hv-1 { port a  port c }
      vm two on hv-2 { port c }
    }`);
  expect(deployment.hosts.map(({ name, localVlans }) => [name, localVlans])).toEqual([
    [
      'hv-1',
      [
        { network: 'network:t.a', vlan: 2 },
        { network: 'network:t.c', vlan: 1 },
      ],
    ],
    ['hv-2', [{ network: 'network:t.c', vlan: 1 }]],
  ]);
});

test('leaves out the ports of the 4,095th network of a host, and says so once', () => {
  const size = { hosts: 1, portsPerNetwork: 1 };
  const full = analyse(createLargeTopology({ ...size, networks: 4094 }));
  expect(full.findings).toEqual([]);
  const over = analyse(createLargeTopology({ ...size, networks: 4096 }));
  // the compute host and the network host, which has the routers and the DHCP services
  expect(over.findings.map(({ code, element, data }) => [code, element, data])).toEqual([
    ['OST4013', 'host:h00000', { networks: 2 }],
    ['OST4013', 'host:h00001', { networks: 2 }],
  ]);
  expect(over.deployment.ports).toHaveLength(full.deployment.ports.length);
}, 30_000);
