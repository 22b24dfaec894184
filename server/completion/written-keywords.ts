import type { AstNode } from 'langium';
import { ast } from '#language';

/** Properties of which a block has one: a second would be a finding. */
const ONCE: ReadonlySet<string> = new Set([
  ...[
    'overlay',
    'underlay',
    'firewall',
    'l2-population',
    'arp-responder',
    'egress-direct',
    'bandwidth-meters',
    'local-ip-static-nat',
    'distributed-dhcp',
    'local-ip',
    'permitted-ethertypes',
    'isolated-metadata',
    'force-metadata',
    'dvr',
    'ha',
    'dns-domain',
    'mtu',
    'vni',
    'vlan',
    'flat',
    'local',
  ],
  ...[
    'external',
    'shared',
    'port-security',
    'id',
    'gateway',
    'dhcp',
    'ipv6',
    'ip',
    'mac',
    'ofport',
    'security',
    'binding',
    'admin-state',
    'roles',
    'tunnel-ip',
  ],
  ...[
    'snat',
    'host',
    'stateless',
    'no-default-egress',
    'from',
    'fixed',
    'device',
    'dscp',
    'qos',
    'subport-of',
    'trunk-id',
    'hosts-per-router',
    'fabric',
  ],
]);

/** Words that choose the kind of a network: of these one may stand, but for the physical network of a VLAN or flat one. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  vni: ['vlan', 'flat', 'local', 'physical', 'overlay'],
  overlay: ['vlan', 'flat', 'local', 'physical'],
  vlan: ['vni', 'flat', 'local', 'overlay'],
  flat: ['vni', 'vlan', 'local', 'overlay'],
  local: ['vni', 'vlan', 'flat', 'physical', 'overlay'],
  physical: ['vni', 'local', 'overlay'],
};

/** Whether a keyword may still be written in a block: it is not there yet, and contradicts nothing that is. */
export function isOpen(block: AstNode | undefined, root: AstNode, keyword: string): boolean {
  if (keyword === 'fabric') return !(ast.isModel(root) && root.items.some(ast.isFabric));
  if (!block) return true;
  const written = new Set(keywordsOf(block));
  if (ast.isSubnet(block) && keyword === 'ipv6' && !(block as Partial<ast.Subnet>).cidr?.includes(':')) return false; // recovery may leave the range out
  if (ast.isNetwork(block) && KINDS[keyword]?.some((other) => written.has(other))) return false;
  if (ast.isNetwork(block) || ast.isBridge(block))
    return !(ONCE.has(keyword) || keyword === 'physical' || keyword === 'interface') || !written.has(keyword);
  if (ast.isRouter(block) && keyword === 'host') return !written.has('host');
  if (ast.isVmPort(block) && written.has('port-security') && (keyword === 'security' || keyword === 'allowed-address')) return false;
  if (ast.isVmPort(block) && keyword === 'port-security' && (written.has('security') || written.has('allowed-address'))) return false;
  return !ONCE.has(keyword) || !written.has(keyword);
}

/** The keywords of a block's own statements. */
function keywordsOf(block: AstNode): string[] {
  const lists = ['properties', 'settings', 'items'] as const;
  const statements = lists.flatMap((list) => {
    const value: unknown = (block as unknown as Record<string, unknown>)[list]; // which of the lists a block has depends on its type
    return Array.isArray(value) ? (value as AstNode[]) : [];
  });
  return statements.map(({ $cstNode }) => /^[a-z0-9-]+/.exec($cstNode?.text ?? '')?.[0] ?? '');
}
