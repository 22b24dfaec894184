import { compact } from '#core/base';
import { type Subnet, gatewayOf, interfaceAddressOf } from '#core/model';
import { printAddress, printPrefix, sameAddress } from '#core/net';
import { ast } from '#language';
import { elementsAt, subnetsOf } from './addressed-place.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** In a block that stands for several each one needs a value of its own: `10.0.0.[11..13]`. */
export function proposeRuns(input: ProposalInput, keyword: string): readonly ValueProposal[] {
  const { block, free } = input;
  const count = elementsAt(input).length;
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

/** How many free addresses of a subnet are proposed. */
const SHOWN = 3;

/** The lowest free addresses of a subnet. */
export function freeIn({ free }: ProposalInput, subnet: Subnet, count: number): readonly ValueProposal[] {
  const addresses = compact(Array.from({ length: count }, () => free.address(subnet)));
  return addresses.map((address) => ({ text: printAddress(address), detail: `free in ${subnet.name} (${printPrefix(subnet.prefix)})` }));
}

/** Addresses a port or an interface may pin. */
export function proposeAddresses(input: ProposalInput): readonly ValueProposal[] {
  const subnets = subnetsOf(input);
  const gateways = ast.isRouterInterface(input.block) ? subnets.flatMap((subnet) => freeGateway(input, subnet)) : [];
  return [...gateways, ...subnets.flatMap((subnet) => freeIn(input, subnet, SHOWN))];
}

/** The subnet's gateway, as long as no other interface has it. */
function freeGateway(input: ProposalInput, subnet: Subnet): readonly ValueProposal[] {
  const gateway = gatewayOf(subnet);
  const own = new Set(elementsAt(input));
  const others = input.analysis.topology.routers
    .flatMap(({ interfaces }) => interfaces)
    .filter((item) => item.subnet === subnet.id && !own.has(item.id));
  const isHeld = others.some((item) => {
    const address = interfaceAddressOf(item, subnet);
    return gateway !== undefined && address !== undefined && sameAddress(address, gateway);
  });
  return gateway && !isHeld ? [{ text: printAddress(gateway), detail: `the gateway of ${subnet.name}` }] : [];
}
