import { type AstNode, AstUtils, GrammarUtils } from 'langium';
import { compact, indexBy } from '#core/base';
import { type IpAddress, printAddress, printMac } from '#core/net';
import { ast, isRepeated } from '#language';
import type { Analysis } from '../analysis/analysis.ts';

/** Kinds of derived values, each of which an editor's settings may show or hide: `ostopo.inlayHints.KIND`. */
export type HintKind = 'addresses' | 'segments' | 'gateways' | 'hosts' | 'macs' | 'localVlans';

/** What is shown where the settings say nothing. */
export const DEFAULT_HINTS: Readonly<Record<HintKind, boolean>> = {
  addresses: true,
  segments: true,
  gateways: true,
  hosts: true,
  macs: false,
  localVlans: false,
};

/** A value the text leaves to be derived, as a property that would pin it. */
export interface DerivedValue {
  readonly kind: HintKind;
  readonly node: AstNode;
  /** The offset behind which it is shown: what the block is told by. */
  readonly after: number;
  readonly property: string;
  /** What is not plain about the value at first sight, shown behind it. */
  readonly note?: string;
  /** Where it comes from, in one sentence. */
  readonly why: string;
}

/** The values derived for the blocks of a syntax tree, in the order of the text; blocks repeated by `[a..b]` have many and show none. */
export function derivedValues(analysis: Analysis, root: AstNode): readonly DerivedValue[] {
  const { deployment, lowered, elements } = analysis;
  const ports = indexBy(deployment.ports, ({ id }) => id);
  const networks = indexBy(deployment.networks, ({ id }) => id);
  const subnets = indexBy(
    deployment.networks.flatMap((network) => network.subnets),
    ({ id }) => id,
  );
  const routers = indexBy(deployment.routers, ({ id }) => id);
  const hosts = indexBy(deployment.hosts, ({ id }) => id);
  const count = new Map<AstNode, number>();
  for (const id of elements.keys()) {
    const node = lowered.astOf(id);
    if (node) count.set(node, (count.get(node) ?? 0) + 1);
  }
  return [...elements.keys()].flatMap((id): readonly DerivedValue[] => {
    const node = lowered.astOf(id);
    if (!node || (!ast.isSubnet(node) && count.get(node) !== 1) || AstUtils.findRootNode(node) !== root || isRepeated(node)) return [];
    const value = (kind: HintKind, key: string, text: string | undefined, why: string): DerivedValue | undefined =>
      text === undefined || isWritten(node, key) ? undefined : { kind, node, after: headEnd(node), property: `${key} ${text}`, why };
    if (ast.isVmPort(node) || ast.isRouterInterface(node)) {
      const port = ports.get(id);
      const addresses = port?.addresses.map(({ address }) => printAddress(address)).join(', ');
      const why = ast.isVmPort(node) ? 'The lowest free address of the subnet’s pools.' : 'The gateway of its subnet.';
      return compact([
        value('addresses', 'ip', addresses === '' ? undefined : addresses, why),
        value('macs', 'mac', port && printMac(port.mac), '`fa:16:3e:` and three bytes of the port’s UUID.'),
      ]);
    }
    if (ast.isNetwork(node)) {
      const segment = networks.get(id)?.segment;
      if (segment?.kind === 'overlay')
        return compact([value('segments', 'vni', String(segment.vni), 'The lowest free VNI of the fabric’s range.')]);
      if (segment?.kind === 'vlan')
        return compact([value('segments', 'vlan', String(segment.vlan), `The lowest free VLAN of \`${segment.physicalNetwork}\`.`)]);
      return [];
    }
    if (ast.isSubnet(node) && id.startsWith('subnet:')) {
      const gateway = subnets.get(id)?.gateway;
      const hint = value('gateways', 'gateway', gateway && printAddress(gateway), gatewayReason(gateway));
      return compact([hint && gateway?.version === 6 ? { ...hint, note: 'the prefix itself' } : hint]);
    }
    if (ast.isRouter(node)) {
      const router = routers.get(id);
      const host = router?.hosts.length === 1 ? router.hosts[0] : undefined;
      return compact([value('hosts', 'host', host && hosts.get(host)?.name, 'The network host it is scheduled to.')]);
    }
    if (!ast.isHost(node)) return [];
    const pinned = new Set(node.properties.filter(ast.isLocalVlan).map((local) => (local as Partial<ast.LocalVlan>).network?.$refText));
    return (hosts.get(id)?.localVlans ?? []).flatMap((local) => {
      const name = local.network.slice(local.network.indexOf(':') + 1);
      return pinned.has(name)
        ? []
        : [
            {
              kind: 'localVlans',
              node,
              after: headEnd(node),
              property: `local-vlan ${name} ${local.vlan}`,
              why: 'Counted from 1 in the order of the networks’ names.',
            },
          ];
    });
  });
}

/** As `gatewayOf` of the model has it (neutron-dataplane 9.3). */
function gatewayReason(gateway: IpAddress | undefined): string {
  return gateway?.version === 6
    ? 'Neutron’s choice for IPv6: the address of the prefix itself, which every router of a subnet answers to.'
    : 'Neutron’s choice for IPv4: the first address.';
}

function isWritten(node: AstNode, key: string): boolean {
  if (key === 'host') return ast.isRouter(node) && node.properties.some(ast.isRouterHost);
  return AstUtils.streamContents(node).some((child) => ast.isSetting(child) && child.key === key);
}

/** The end of a block's head: its name, range or reference. */
function headEnd(node: AstNode): number {
  const ends = ['name', 'cidr', 'network', 'subnet'].map((property) => GrammarUtils.findNodeForProperty(node.$cstNode, property)?.end ?? 0);
  return Math.max(...ends);
}
