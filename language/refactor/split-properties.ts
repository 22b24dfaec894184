import { type AstNode, GrammarUtils } from 'langium';
import { type Subnet, gatewayOf, hostRange } from '#core/model';
import {
  type AddressRange,
  type IpAddress,
  type Prefix,
  offsetAddress,
  parseAddress,
  prefixContains,
  printAddress,
  printRange,
  rangeContains,
  sameAddress,
} from '#core/net';
import * as ast from '../generated/ast.ts';
import { insertProperties, removeStatement } from './edit-block.ts';
import type { Half, Halves } from './split-subnet.ts';
import { type TextReplacement, replaceCst } from './text-replacement.ts';

/** What a split does to the properties of a subnet's block, and those its upper half starts with. */
export interface SplitProperties {
  readonly changes: readonly TextReplacement[];
  readonly upper: readonly string[];
}

/** Shortens the CIDR and deals the properties to the halves. */
export function splitProperties(halves: Halves, node: ast.Subnet): SplitProperties {
  const { subnet, lower } = halves;
  const parts = [splitGateway(halves, node), splitPools(halves, node), splitDhcp(halves, node), splitRest(halves, node)];
  const cidr = GrammarUtils.findNodeForProperty(node.$cstNode, 'cidr');
  const text = `${printAddress(subnet.prefix.address)}/${lower.prefix.length}`;
  return {
    changes: [...(cidr ? [replaceCst(node, cidr, text)] : []), ...parts.flatMap(({ changes }) => changes)],
    upper: parts.flatMap(({ upper }) => upper),
  };
}

function setting(node: ast.Subnet, key: string): ast.Setting | undefined {
  return node.properties.find((property): property is ast.Setting => ast.isSetting(property) && property.key === key);
}

function replaceValues(node: AstNode, text: string): TextReplacement[] {
  const values = GrammarUtils.findNodesForProperty(node.$cstNode, 'values');
  const [first, last] = [values[0], values.at(-1)];
  return first && last ? [replaceCst(node, { offset: first.offset, end: last.end }, text)] : [];
}

function splitGateway({ subnet, lower, upper }: Halves, node: ast.Subnet): SplitProperties {
  const written = setting(node, 'gateway');
  if (!lower.gateway || !upper.gateway) return { changes: [], upper: gatewayOf(subnet) ? [] : ['gateway none'] };
  const text = printAddress(lower.gateway);
  const changes = isDefault(lower)
    ? written
      ? replaceValues(written, text)
      : []
    : written
      ? replaceValues(written, text)
      : insertProperties(node, [`gateway ${text}`]);
  return { changes, upper: isDefault(upper) ? [] : [`gateway ${printAddress(upper.gateway)}`] };
}

/** Whether the half's gateway is the one a subnet has that says none. */
function isDefault({ prefix, gateway }: Half): boolean {
  const first = offsetAddress(prefix.address, prefix.address.version === 4 ? 1n : 0n);
  return gateway !== undefined && sameAddress(gateway, first);
}

/** Pools are cut at the middle. A half that has none of them is handed out as a whole. */
function splitPools({ subnet, lower, upper }: Halves, node: ast.Subnet): SplitProperties {
  const written = node.properties.filter((property): property is ast.Setting => ast.isSetting(property) && property.key === 'pool');
  const [first, ...more] = written;
  if (!first) return { changes: [], upper: [] };
  const below = clip(subnet, lower);
  const above = clip(subnet, upper);
  const kept = below.length > 0 ? replaceValues(first, below.join(', ')) : removeStatement(first);
  return { changes: [...kept, ...more.flatMap(removeStatement)], upper: above.length > 0 ? [`pool ${above.join(', ')}`] : [] };
}

/** The parts of the pools that lie in a half, without the gateway it gets. */
function clip({ pools }: Subnet, { prefix, gateway }: Half): string[] {
  const { first, last } = hostRange({ prefix });
  return pools.flatMap((pool): string[] => {
    const cut: AddressRange = {
      first: pool.first.value < first.value ? first : pool.first,
      last: pool.last.value > last.value ? last : pool.last,
    };
    const parts =
      gateway && rangeContains(cut, gateway)
        ? [
            { first: cut.first, last: offsetAddress(gateway, -1n) },
            { first: offsetAddress(gateway, 1n), last: cut.last },
          ]
        : [cut];
    return parts.filter((part) => part.first.value <= part.last.value).map(printRange);
  });
}

/** A DHCP server's address stays where it lies; the other half has a server of its own choosing. */
function splitDhcp({ subnet, lower, upper }: Halves, node: ast.Subnet): SplitProperties {
  const { dhcp } = subnet;
  const written = node.properties.find(ast.isDhcp);
  if (!dhcp.enabled) return { changes: [], upper: ['dhcp off'] };
  if (!dhcp.address || !written || !prefixContains(upper.prefix, dhcp.address)) return { changes: [], upper: [] };
  const free = lower.nextFree();
  const value = GrammarUtils.findNodeForProperty(written.$cstNode, 'value');
  return {
    changes: value ? [replaceCst(written, value, free ? printAddress(free) : 'on')] : [],
    upper: [`dhcp ${printAddress(dhcp.address)}`],
  };
}

/** Name servers serve both halves; a guest's route needs its next hop in its own half. */
function splitRest({ upper }: Halves, node: ast.Subnet): SplitProperties {
  const both = ['dns', 'ipv6'].flatMap((key) =>
    node.properties.flatMap((property) =>
      ast.isSetting(property) && property.key === key ? [`${key} ${property.values.join(', ')}`] : [],
    ),
  );
  const moved = node.properties.filter(ast.isRoute).filter(({ nextHop }) => isIn(parseAddress(nextHop), upper.prefix));
  return {
    changes: moved.flatMap(removeStatement),
    upper: [...both, ...moved.map(({ destination, nextHop }) => `route ${destination} via ${nextHop}`)],
  };
}

function isIn(address: IpAddress | undefined, prefix: Prefix): boolean {
  return address !== undefined && prefixContains(prefix, address);
}
