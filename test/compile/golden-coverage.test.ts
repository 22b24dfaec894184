import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { known } from '#core/base';
import { compileFabric } from '#core/compile';
import { NO_QOS } from '#core/model';
import { parseAddress } from '#core/net';
import { printFlow } from '#core/openflow';
import { normalFlows } from './golden-flows.ts';
import { type ExampleChange, allowedPair, workedExample } from './worked-example.ts';

const SECURED = known(workedExample().ports[0], 'a port of net-a');
const ON_PROVIDER = known(workedExample().ports[1], 'a port of net-b');

/** A router's interface on the provider network, and one with IPv6. */
const PROVIDER_GATEWAY = { network: ON_PROVIDER.network, addresses: ON_PROVIDER.addresses };
const IPV6_GATEWAY = {
  addresses: [
    {
      address: known(parseAddress('2001:db8::1'), 'an address'),
      subnet: known(SECURED.addresses[0], 'an address').subnet,
      prefixLength: 64,
    },
  ],
};

/** Models that together have every feature whose flows Neutron printed. */
const MODELS: readonly ExampleChange[] = [
  { vm1: { allowedAddresses: [allowedPair('10.9.0.0/24', 'fa:16:3e:00:00:05')] } },
  { fabric: { l2Population: true, arpResponder: true } },
  { distributed: true, fabric: { l2Population: true, arpResponder: true } },
  { distributed: true, gateway: IPV6_GATEWAY },
  { distributed: true, gateway: PROVIDER_GATEWAY },
  { distributed: true, gateway: PROVIDER_GATEWAY, provider: 'flat' },
  { provider: 'flat' },
  {
    fabric: { qosExtension: true, bandwidthMeters: true },
    vm1: {
      qos: {
        ...NO_QOS,
        dscp: 16,
        egress: { rateKbps: 1000, burstKbits: undefined },
        packets: { egress: { ratePps: 1000, burstPackets: 100 }, ingress: { ratePps: 1000, burstPackets: undefined } },
      },
    },
  },
  { fabric: { localIpNat: 'static' }, vm1: { localIps: [known(parseAddress('10.0.0.100'), 'a Local IP')] } },
  { fabric: { distributedDhcp: true } },
];

/** A flow without the numbers and addresses that were chosen for the print: which VLAN, port and meter, and whose addresses. */
function shape(flow: string): string {
  return flow
    .replace(/meter:\d+/g, 'meter:N')
    .replace(/(in_port=|output:|dl_vlan=|resubmit\()\d+/g, '$1N')
    .replace(/(output:N,)+output:N/g, 'output:N')
    .replace(/set_field:4\d\d\d->vlan_vid/g, 'set_field:V->vlan_vid')
    .replace(/fa:16:3[ef](:[0-9a-f]{2}){3}/g, 'MAC')
    .replace(/(fe80:|2001:)[0-9a-f:]+/g, 'ADDRESS')
    .replace(/\b10\.\d+\.\d+\.\d+(\/\d+)?/g, 'ADDRESS');
}

it.each(['native-bridges.flows.txt', 'native-mixed-loadable.flows.txt'])(
  'some model has each kind of flow that Neutron printed into %s',
  (file) => {
    const text = readFileSync(new URL(`../openflow/golden/${file}`, import.meta.url), 'utf8');
    const printed = normalFlows(...text.split('\n').filter((line) => line.includes('actions=')));
    const compiled = new Set(
      MODELS.flatMap((change) =>
        known(compileFabric(workedExample(change)).hosts[0], 'the tested host').bridges.flatMap(({ flows }) =>
          flows.map((flow) => shape(printFlow(flow))),
        ),
      ),
    );
    expect(printed.length).toBeGreaterThan(40);
    expect(printed.filter((flow) => !compiled.has(shape(flow)))).toEqual([]);
  },
);
