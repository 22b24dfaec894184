import type { AstNode } from 'langium';
import { type ElementId, compact, elementKind } from '#core/base';
import {
  type Network,
  type Subnet,
  freeTrunkVlan,
  gatewayOf,
  hostRange,
  interfaceAddressOf,
  largestMtu,
  poolsOf,
  relate,
} from '#core/model';
import { createAddress, parseAddress, printAddress, printMac, printPrefix, printRange, rangeContains, sameAddress } from '#core/net';
import { ast, isRepeated } from '#language';
import type { Analysis } from '../analysis/analysis.ts';
import { openDhcpOptions } from './dhcp-option-values.ts';
import { DSCP_MARKS } from './dscp-marks.ts';
import { proposeFloatingIps } from './floating-ip-values.ts';
import { proposePackets } from './packet-values.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';
import { proposeRanges } from './range-values.ts';
import { proposeNextHops } from './route-values.ts';

/** The values to propose behind the words of a statement; none where no value is due or any would do. */
export function proposeValues(input: ProposalInput, words: readonly string[]): readonly ValueProposal[] {
  const { block, free, analysis } = input;
  const [keyword = '', name = ''] = [words.at(-1), words.at(-2)];
  if (name === 'subnet' && ast.isNetwork(block)) return proposeRanges(input, block, keyword);
  if (keyword === 'floating-ip' && ast.isTenant(block)) return proposeFloatingIps(input, block);
  if (keyword === 'via' && words.includes('route')) return proposeNextHops(input, words.at(-2) ?? '');
  if (keyword === 'dscp' && ast.isQos(block)) return DSCP_MARKS;
  if (keyword === 'dhcp-option' && ast.isVmPort(block)) return openDhcpOptions(block);
  if (ast.isSecurityGroup(block) || words.includes('expect') || words.includes('listens')) return proposePackets(input, words);
  if (name === 'local-vlan' && ast.isHost(block))
    return one(free.localVlan(elementsOf(analysis, block)[0] ?? analysis.topology.fabric.id), 'free on this host');
  if (isRepeated(block)) return proposeRuns(input, keyword);
  switch (keyword) {
    case 'ip':
      return proposeAddresses(input);
    case 'mac':
      return [{ text: printMac(free.mac()), detail: 'free in the fabric' }];
    case 'tunnel-ip':
      return compact([free.tunnelAddress()]).map((address) => ({ text: printAddress(address), detail: 'free in the underlay' }));
    case 'vni':
      return ast.isNetwork(block)
        ? one(
            free.vni(networkOf(input)?.segment.kind === 'overlay' ? overlayType(input) : analysis.topology.fabric.overlay.type),
            'next free VNI',
          )
        : [];
    case 'vlan':
      return ast.isNetwork(block) ? proposeVlan(input) : ast.isVmPort(block) ? proposeTrunkVlan(input, block) : [];
    case 'mtu':
      return ast.isNetwork(block) ? proposeMtu(input) : [];
    case 'gateway':
      return ast.isSubnet(block) ? proposeGateway(input) : [];
    case 'pool':
      return ast.isSubnet(block) ? proposePool(input) : [];
    case 'dhcp':
      return ast.isSubnet(block) ? subnetsOf(input).flatMap((subnet) => freeIn(input, subnet, 1)) : [];
    default:
      return [];
  }
}

/** In a block that stands for several each one needs a value of its own: `10.0.0.[11..13]`. */
function proposeRuns(input: ProposalInput, keyword: string): readonly ValueProposal[] {
  const { analysis, block, free } = input;
  const count = block ? elementsOf(analysis, block).length : 0;
  if (count === 0) return [];
  if (keyword === 'tunnel-ip') {
    const first = free.tunnelAddress(count);
    return first?.version === 4 ? [{ text: spellRun(printAddress(first), count), detail: 'free in the underlay' }] : [];
  }
  if (keyword !== 'ip' || !ast.isVmPort(block)) return [];
  return subnetsOf(input).flatMap((subnet) => {
    const run = compact(Array.from({ length: count }, () => free.address(subnet)));
    const [first] = run;
    const isInRow = run.length === count && run.every((address, i) => first !== undefined && address.value === first.value + BigInt(i));
    const text = first && spellRun(printAddress(first), count);
    return isInRow && text !== undefined && subnet.prefix.address.version === 4 ? [{ text, detail: `free in ${subnet.name}` }] : [];
  });
}

function spellRun(first: string, count: number): string {
  const dot = first.lastIndexOf('.') + 1;
  const start = Number(first.slice(dot));
  return `${first.slice(0, dot)}[${start}..${start + count - 1}]`;
}

function one(value: number | undefined, detail: string): readonly ValueProposal[] {
  return value === undefined ? [] : [{ text: String(value), detail }];
}

function elementsOf(analysis: Analysis, node: AstNode): readonly ElementId[] {
  return analysis.elementsByNode.get(node);
}

function networkOf({ analysis, block }: ProposalInput): Network | undefined {
  const node = ast.isVmPort(block) || ast.isRouterExternal(block) ? referenced(block) : block;
  const id = node && elementsOf(analysis, node).find((candidate) => elementKind(candidate) === 'network');
  return analysis.topology.networks.find((network) => network.id === id);
}

/** Error recovery may leave a reference out. */
function referenced(node: { readonly network?: { readonly ref?: AstNode | undefined } }): AstNode | undefined {
  return node.network?.ref;
}

/** The subnets that the block around the cursor takes addresses from: one that a floating address leads to, whichever it is, has one IPv4 address. */
function subnetsOf(input: ProposalInput): readonly Subnet[] {
  const { analysis, block } = input;
  const relations = relate(analysis.topology);
  const ports = ast.isVmPort(block) ? elementsOf(analysis, block) : [];
  const isFull = ports.some(
    (id) =>
      relations.port(id)?.addresses.some(({ version }) => version === 4) === true &&
      relations.floatingIpsOf(id).some(({ fixed }) => fixed === undefined),
  );
  return rangesAt(input).filter(({ prefix }) => !isFull || prefix.address.version === 6);
}

function rangesAt(input: ProposalInput): readonly Subnet[] {
  const { analysis, block } = input;
  const { subnets } = analysis.topology;
  if (ast.isSubnet(block) || ast.isRouterInterface(block)) {
    const node = ast.isSubnet(block) ? block : (block as Partial<ast.RouterInterface>).subnet?.ref; // recovery may leave it out
    const ids = node ? elementsOf(analysis, node) : [];
    return subnets.filter(({ id }) => ids.includes(id));
  }
  const network = networkOf(input);
  return network ? subnets.filter((subnet) => subnet.network === network.id) : [];
}

/** How many free addresses of a subnet are proposed. */
const SHOWN = 3;

function freeIn({ free }: ProposalInput, subnet: Subnet, count: number): readonly ValueProposal[] {
  const addresses = compact(Array.from({ length: count }, () => free.address(subnet)));
  return addresses.map((address) => ({ text: printAddress(address), detail: `free in ${subnet.name} (${printPrefix(subnet.prefix)})` }));
}

function proposeAddresses(input: ProposalInput): readonly ValueProposal[] {
  const subnets = subnetsOf(input);
  const gateways = ast.isRouterInterface(input.block) ? subnets.flatMap((subnet) => freeGateway(input, subnet)) : [];
  return [...gateways, ...subnets.flatMap((subnet) => freeIn(input, subnet, SHOWN))];
}

/** The subnet's gateway, as long as no other interface has it. */
function freeGateway({ analysis, block }: ProposalInput, subnet: Subnet): readonly ValueProposal[] {
  const gateway = gatewayOf(subnet);
  const own = new Set(block ? elementsOf(analysis, block) : []);
  const others = analysis.topology.routers
    .flatMap(({ interfaces }) => interfaces)
    .filter((item) => item.subnet === subnet.id && !own.has(item.id));
  const isHeld = others.some((item) => {
    const address = interfaceAddressOf(item, subnet);
    return gateway !== undefined && address !== undefined && sameAddress(address, gateway);
  });
  return gateway && !isHeld ? [{ text: printAddress(gateway), detail: `the gateway of ${subnet.name}` }] : [];
}

function overlayType(input: ProposalInput) {
  const segment = networkOf(input)?.segment;
  return segment?.kind === 'overlay' ? segment.type : input.analysis.topology.fabric.overlay.type;
}

function proposeVlan(input: ProposalInput): readonly ValueProposal[] {
  const segment = networkOf(input)?.segment;
  const physical = segment?.kind === 'vlan' ? segment.physicalNetwork : undefined;
  return physical === undefined ? [] : one(input.free.vlan(physical), `next free VLAN of ${physical}`);
}

/** Behind `subport-of PORT vlan`. */
function proposeTrunkVlan({ analysis }: ProposalInput, block: ast.VmPort): readonly ValueProposal[] {
  const statement = block.properties.find(ast.isSubportOf);
  const node = (statement as Partial<ast.SubportOf> | undefined)?.parent?.ref; // recovery may leave it out
  const [parent] = node ? elementsOf(analysis, node) : [];
  return parent === undefined ? [] : one(freeTrunkVlan(relate(analysis.topology), parent), 'free in the trunk');
}

function proposeMtu(input: ProposalInput): readonly ValueProposal[] {
  const network = networkOf(input);
  return network ? one(largestMtu(input.analysis.topology, network), 'the largest that fits') : [];
}

function proposeGateway(input: ProposalInput): readonly ValueProposal[] {
  return subnetsOf(input).flatMap((subnet) => {
    const { first, last } = hostRange(subnet);
    const taken = takenIn(input.analysis, subnet);
    return [first, last]
      .filter((address) => !taken.has(address.value) && !subnet.pools.some((pool) => rangeContains(pool, address)))
      .map((address) => ({ text: printAddress(address), detail: sameAddress(address, first) ? 'the first address' : 'the last address' }));
  });
}

/** What the text pins: derived addresses move out of the way. */
function takenIn({ topology }: Analysis, subnet: Subnet): ReadonlySet<bigint> {
  const ports = topology.ports.filter(({ network }) => network === subnet.network).flatMap(({ addresses }) => addresses);
  const interfaces = topology.routers.flatMap(({ interfaces }) => interfaces).filter((item) => item.subnet === subnet.id);
  return new Set(compact([...ports, subnet.dhcp.address, ...interfaces.map(({ address }) => address)]).map(({ value }) => value));
}

function proposePool(input: ProposalInput): readonly ValueProposal[] {
  return subnetsOf(input).flatMap((subnet) => {
    if (subnet.pools.length > 0) return [];
    const largest = poolsOf(subnet).reduce<ReturnType<typeof poolsOf>[number] | undefined>(
      (best, pool) => (best && best.last.value - best.first.value >= pool.last.value - pool.first.value ? best : pool),
      undefined,
    );
    return largest ? [{ text: printRange(largest), detail: 'all but the gateway' }] : [];
  });
}

/** Where a pool that is begun (`10.0.0.10..`) can end: before the gateway and the next pool. */
export function proposePoolEnds(input: ProposalInput, begun: string): readonly ValueProposal[] {
  const first = parseAddress(begun.slice(0, begun.indexOf('..')));
  return subnetsOf(input).flatMap((subnet) => {
    const free = poolsOf({ ...subnet, pools: [] }).find((pool) => first && rangeContains(pool, first));
    if (!first || !free) return [];
    const next = subnet.pools.map((pool) => pool.first.value).filter((value) => value > first.value);
    const last = next.reduce((least, value) => (value - 1n < least ? value - 1n : least), free.last.value);
    const address = createAddress(first.version, last);
    return [{ text: printRange({ first, last: address }), detail: 'as far as it is free' }];
  });
}
