import { known } from '#core/base';
import type { Rule, RuleMatch, RuleTable, Ruleset } from '#core/netfilter';
import type { MetadataProxyPlan, NamespaceNat, NamespacePlan } from '#core/plan';
import { MANGLE_CHAINS, filterTable, plainTable, routerNatTable } from './managed-tables.ts';
import {
  ASKS_FOR_METADATA,
  MARK_FROM_OUTSIDE,
  MARK_METADATA,
  MARK_SCOPE,
  OTHER_SCOPE,
  RESTORE_SCOPE,
  SAVE_SCOPE,
  SCOPE_NOTED,
  SCOPE_NOT_NOTED,
} from './router-marks.ts';
import { floatingIpRules, gatewayNatRules } from './router-nat.ts';
import { type RouterRuleWriter, createRouterRuleWriter } from './router-rule-writer.ts';
import { ACCEPT, DROP, destination, fixedPrefix, inInterface, jump, outInterface, tcpPort } from './rule-writer.ts';

/** The tables of one family in a `qrouter-` or `snat-` namespace (neutron-dataplane 7.2, 7.4). */
export function routerRuleset(namespace: NamespacePlan, version: 4 | 6): Ruleset {
  const router: RouterTables = {
    writer: createRouterRuleWriter(namespace.element),
    version,
    nat: known(namespace.nat, `what ${namespace.name} translates`),
    proxy: namespace.metadataProxy,
    devices: [...namespace.devices.filter(({ prefix }) => prefix !== 'ha-'), ...namespace.veths]
      .filter((device) => device.addresses.some(({ address }) => address.version === version))
      .map(({ name }) => name),
  };
  const raw = plainTable(router.writer.managed, 'raw', ['PREROUTING', 'OUTPUT']);
  return { namespace: namespace.name, version, tables: [raw, mangleTable(router), natTable(router), scopeFilter(router)] };
}

interface RouterTables {
  readonly writer: RouterRuleWriter;
  readonly version: 4 | 6;
  readonly nat: NamespaceNat;
  readonly proxy: MetadataProxyPlan | undefined;
  /** Those of the router's ports with an address of the family; by the HA port nothing is routed. */
  readonly devices: readonly string[];
}

function mangleTable(router: RouterTables): RuleTable {
  const { writer, version, nat, devices } = router;
  const { write, chain } = writer;
  const toScope = write('PREROUTING', [], jump(chain('scope')));
  const restore = write('PREROUTING', [SCOPE_NOTED], RESTORE_SCOPE);
  const marks = devices.map((device) => write('scope', [inInterface(device)], MARK_SCOPE));
  if (version === 6)
    return plainTable(writer.managed, 'mangle', MANGLE_CHAINS, {
      chains: ['scope'],
      rules: [toScope, restore, ...metadataMark(router), ...marks],
    });
  return plainTable(writer.managed, 'mangle', MANGLE_CHAINS, {
    chains: ['float-snat', 'floatingip', 'mark', 'scope'],
    rules: [
      write('PREROUTING', [], jump(chain('mark'))),
      toScope,
      restore,
      write('PREROUTING', [], jump(chain('floatingip'))),
      write('float-snat', [SCOPE_NOT_NOTED], SAVE_SCOPE),
      ...metadataMark(router),
      ...gatewayMarks(writer, nat),
      ...marks,
    ],
  });
}

function gatewayMarks({ write }: RouterRuleWriter, { externalDevice, snatAddress, snat }: NamespaceNat): Rule[] {
  if (externalDevice === undefined || !snatAddress) return [];
  return [
    ...(snat ? [write('POSTROUTING', [outInterface(externalDevice), SCOPE_NOT_NOTED], SAVE_SCOPE)] : []),
    write('mark', [inInterface(externalDevice)], MARK_FROM_OUTSIDE),
  ];
}

function metadataMark({ writer, version, proxy }: RouterTables): Rule[] {
  return proxy ? [writer.write('PREROUTING', metadataRequest(version), MARK_METADATA, 'asks for metadata')] : [];
}

function natTable(router: RouterTables): RuleTable {
  const { writer, version, nat, proxy } = router;
  const redirect = proxy
    ? [
        writer.write(
          'PREROUTING',
          metadataRequest(version),
          { kind: 'redirect', port: proxy.port },
          'metadata goes to the proxy in this namespace',
        ),
      ]
    : [];
  if (version === 6) return plainTable(writer.managed, 'nat', ['PREROUTING'], { chains: [], rules: redirect });
  const rules = [
    ...redirect,
    ...(nat.distributed && nat.externalDevice === undefined ? [] : [writer.write('snat', [], jump(writer.chain('float-snat')))]),
    ...gatewayNatRules(writer, nat),
    ...floatingIpRules(writer, nat),
  ];
  return routerNatTable(writer.managed, { chains: ['float-snat', 'snat'], rules });
}

/** What may leave by a device came from its scope; at the gateway everything may where it is translated. */
function scopeFilter({ writer, version, nat, proxy, devices }: RouterTables): RuleTable {
  const { write, chain } = writer;
  const guarded = devices.filter((device) => device !== nat.externalDevice || version === 6 || !nat.snat || nat.distributed);
  return filterTable(writer.managed, {
    chains: ['scope'],
    rules: [
      write('FORWARD', [], jump(chain('scope'))),
      ...(proxy
        ? [
            write('INPUT', [ASKS_FOR_METADATA], ACCEPT),
            write('INPUT', tcpPort(proxy.port), DROP, 'the proxy is reached by the metadata address only'),
          ]
        : []),
      ...guarded.map((device) => write('scope', [outInterface(device), OTHER_SCOPE], DROP)),
    ],
  });
}

function metadataRequest(version: 4 | 6): RuleMatch[] {
  const address = version === 4 ? fixedPrefix('169.254.169.254', 32) : fixedPrefix('fe80::a9fe:a9fe', 128);
  return [destination(address), inInterface('qr-+'), ...tcpPort(80)];
}
