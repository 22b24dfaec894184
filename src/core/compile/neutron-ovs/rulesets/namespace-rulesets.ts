import { assertNever } from '#core/base';
import type { Rule, RuleMatch, RuleTarget, Ruleset } from '#core/netfilter';
import type { NamespacePlan } from '#core/plan';
import { type ManagedTables, filterTable, plainTable, routerNatTable, wrapped } from './managed-tables.ts';
import { ACCEPT, DROP, destination, fixedPrefix, inInterface, jump, rule, tcpPort } from './rule-writer.ts';

/** The iptables and ip6tables of one namespace of the L3 or DHCP agent. */
export function namespaceRulesets(namespace: NamespacePlan): Ruleset[] {
  switch (namespace.kind) {
    case 'router':
      return ([4, 6] as const).map((version) => routerRuleset(namespace, version));
    case 'snat':
    case 'fip':
      return [];
    case 'dhcp':
      return ([4, 6] as const).map((version) => dhcpRuleset(namespace, version));
    default:
      return assertNever(namespace.kind);
  }
}

const MANGLE_CHAINS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];
/** The upper half of the mark says which address scope a packet came from, the lower half what was done to it (neutron-dataplane 7.2). */
const SCOPE_MASK = 0xffff0000;
const METADATA_MASK = 0xffff;
const METADATA_MARK = 0x1;
/** The first scope handed out, "no scope": 1024 in the upper half. */
const NO_SCOPE_MARK = 0x4000000;
const METADATA_PROXY_PORT = 9697;

/** A legacy router without an external gateway: nothing is translated, the metadata address leads to the proxy in the namespace. */
function routerRuleset(namespace: NamespacePlan, version: 4 | 6): Ruleset {
  const origin = { stage: 'qrouter/iptables', element: namespace.element, neutron: 'router_info.py, metadata/driver.py' };
  const managed: ManagedTables = { wrap: 'neutron-l3-agent', origin };
  const own = (chain: string) => wrapped(managed, chain);
  const write = (chain: string, matches: readonly RuleMatch[], target: RuleTarget, comment?: string) =>
    rule(origin, own(chain), matches, target, comment);

  const metadata = metadataRequest(version);
  const scoped = namespace.devices
    .filter((device) => device.addresses.some(({ address }) => address.version === version))
    .map(({ name }) => name);
  const restoreScope = write('PREROUTING', [scopeConnmark(true)], { kind: 'restore-mark', mask: SCOPE_MASK });
  const markMetadata = write('PREROUTING', metadata, { kind: 'set-mark', value: METADATA_MARK, mask: METADATA_MASK }, 'asks for metadata');
  const markScopes = scoped.map((name) =>
    write('scope', [inInterface(name)], { kind: 'set-mark', value: NO_SCOPE_MARK, mask: SCOPE_MASK }),
  );
  const redirect = write(
    'PREROUTING',
    metadata,
    { kind: 'redirect', port: METADATA_PROXY_PORT },
    'metadata goes to the proxy in this namespace',
  );

  const mangle =
    version === 4
      ? plainTable(managed, 'mangle', MANGLE_CHAINS, {
          chains: ['float-snat', 'floatingip', 'mark', 'scope'],
          rules: [
            write('PREROUTING', [], jump(own('mark'))),
            write('PREROUTING', [], jump(own('scope'))),
            restoreScope,
            write('PREROUTING', [], jump(own('floatingip'))),
            write('float-snat', [scopeConnmark(false)], { kind: 'save-mark', mask: SCOPE_MASK }),
            markMetadata,
            ...markScopes,
          ],
        })
      : plainTable(managed, 'mangle', MANGLE_CHAINS, {
          chains: ['scope'],
          rules: [write('PREROUTING', [], jump(own('scope'))), restoreScope, markMetadata, ...markScopes],
        });
  const nat =
    version === 4
      ? routerNatTable(managed, { chains: ['float-snat', 'snat'], rules: [redirect, write('snat', [], jump(own('float-snat')))] })
      : plainTable(managed, 'nat', ['PREROUTING'], { chains: [], rules: [redirect] });
  const filter = filterTable(managed, {
    chains: ['scope'],
    rules: [
      write('FORWARD', [], jump(own('scope'))),
      write('INPUT', [{ kind: 'mark', value: METADATA_MARK, mask: METADATA_MASK, negated: false }], ACCEPT),
      write('INPUT', tcpPort(METADATA_PROXY_PORT), DROP, 'the proxy is reached by the metadata address only'),
      ...scoped.map((name) => write('scope', leavesScope(name), DROP)),
    ],
  });
  return { namespace: namespace.name, version, tables: [plainTable(managed, 'raw', ['PREROUTING', 'OUTPUT']), mangle, nat, filter] };
}

function metadataRequest(version: 4 | 6): RuleMatch[] {
  const address = version === 4 ? fixedPrefix('169.254.169.254', 32) : fixedPrefix('fe80::a9fe:a9fe', 128);
  return [destination(address), inInterface('qr-+'), ...tcpPort(80)];
}

function scopeConnmark(negated: boolean): RuleMatch {
  return { kind: 'connmark', value: 0, mask: SCOPE_MASK, negated };
}

function leavesScope(device: string): RuleMatch[] {
  return [
    { kind: 'out-interface', device, negated: false },
    { kind: 'mark', value: NO_SCOPE_MARK, mask: SCOPE_MASK, negated: true },
  ];
}

/** dnsmasq's namespace: answers that leave through a virtual device get their UDP checksum filled in, because nothing else does it. */
function dhcpRuleset(namespace: NamespacePlan, version: 4 | 6): Ruleset {
  const origin = { stage: 'qdhcp/iptables', element: namespace.element, neutron: 'dhcp.py Dnsmasq._set_checksum rules' };
  const managed: ManagedTables = { wrap: 'neutron-dhcp-age', origin };
  const clientPort = version === 4 ? 68 : 546;
  const toClient: RuleMatch[] = [
    { kind: 'protocol', protocol: 'udp' },
    { kind: 'ports', extension: 'udp', source: undefined, destination: { first: clientPort, last: clientPort }, multiport: false },
  ];
  const fill = rule(origin, wrapped(managed, 'POSTROUTING'), toClient, { kind: 'checksum-fill' }, 'checksum of DHCP answers');
  const mark: Rule[] = version === 4 ? [rule(origin, wrapped(managed, 'PREROUTING'), [], jump(wrapped(managed, 'mark')))] : [];
  const mangle = plainTable(managed, 'mangle', MANGLE_CHAINS, { chains: version === 4 ? ['mark'] : [], rules: [...mark, fill] });
  const raw = plainTable(managed, 'raw', ['PREROUTING', 'OUTPUT']);
  return { namespace: namespace.name, version, tables: [raw, mangle, filterTable(managed, { chains: [], rules: [] })] };
}
