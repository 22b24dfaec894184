import { type ElementId, compact, compareText, groupBy } from '#core/base';
import { type Subnet, gatewayOf, hostRange } from '#core/model';
import {
  type IpAddress,
  type Prefix,
  createAddress,
  lastAddress,
  offsetAddress,
  prefixContains,
  printAddress,
  printPrefix,
  rangeContains,
  sameAddress,
} from '#core/net';
import { type Deployment, type PlannedPort, NO_LOCK, analyse, isGuestPort } from '#core/plan';
import * as ast from '../generated/ast.ts';
import { insertAfter, insertProperties } from './edit-block.ts';
import { type AnalysedModel, type RefactoringInput, settleChanges } from './refactoring.ts';
import { writtenOnce } from './renumber-subnet.ts';
import { splitInterfaces } from './split-interfaces.ts';
import { splitProperties } from './split-properties.ts';
import { type Refactoring, type TextReplacement, refused } from './text-replacement.ts';
import { turnsOf, valueInTurn } from './value-in-turn.ts';

/** Both halves of a subnet that is being split, with the gateways they get. */
export interface Halves {
  readonly subnet: Subnet;
  readonly lower: Half;
  readonly upper: Half;
}

/** One half. */
export interface Half {
  readonly name: string;
  readonly prefix: Prefix;
  /** `undefined`: none, as before. */
  readonly gateway: IpAddress | undefined;
  /** The first address that nobody has; each is given once. */
  readonly nextFree: () => IpAddress | undefined;
}

/**
 * Splits a subnet: it keeps the lower half of its range, and a new subnet of the same network gets the upper one. Every port keeps the address it
 * has; those in the upper half that derive theirs have it written down. Gateway, pools, DHCP and routes go to the half they lie in, routers
 * get an interface on the half they had none on.
 */
export function splitSubnet(input: RefactoringInput, id: ElementId, name: string): Refactoring {
  const { deployment } = analyse(input.model.topology, input.model.findings, { lock: input.lock ?? NO_LOCK });
  const halves = planSplit(input, deployment, id, name);
  if (typeof halves === 'string') return refused(halves);
  const node = input.model.astOf(id);
  if (!node || !ast.isSubnet(node)) return refused('There is no such subnet.');
  const { changes, upper } = splitProperties(halves, node);
  const body = upper.length > 0 ? ` { ${upper.join('  ')} }` : '';
  const pinned = pinMovedPorts(input, halves, deployment);
  if (typeof pinned === 'string') return refused(pinned);
  return settleChanges(
    input,
    [
      ...changes,
      ...insertAfter(node, `subnet ${name} ${printPrefix(halves.upper.prefix)}${body}`),
      ...splitInterfaces(input.model, halves),
      ...pinned,
    ],
    sameVmAddresses,
  );
}

/** The halves a subnet would have, or why it cannot be split: what can be told without making the changes. */
export function planSplit(input: Pick<RefactoringInput, 'model'>, deployment: Deployment, id: ElementId, name: string): Halves | string {
  const subnet = writtenOnce(input, id);
  if (typeof subnet === 'string') return subnet;
  return whyNot(input, subnet, name) ?? halve(subnet, name, deployment);
}

function whyNot({ model }: Pick<RefactoringInput, 'model'>, { prefix, tenant, ipv6Mode }: Subnet, name: string): string | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return `“${name}” cannot be a name: names are made of letters, digits, - and _.`;
  if (model.topology.subnets.some((other) => other.tenant === tenant && other.name === name)) return `There is already a subnet ${name}.`;
  if (prefix.length > (prefix.address.version === 4 ? 29 : 126)) return `${printPrefix(prefix)} is too small to be split.`;
  return ipv6Mode === 'slaac' || ipv6Mode === 'dhcpv6-stateless'
    ? `With ${ipv6Mode} guests make their addresses from a prefix of 64 bits: a half of ${printPrefix(prefix)} will not do.`
    : undefined;
}

function halve(subnet: Subnet, name: string, deployment: Deployment): Halves | string {
  const { prefix } = subnet;
  const length = prefix.length + 1;
  const lower: Prefix = { address: prefix.address, length };
  const upper: Prefix = { address: offsetAddress(lastAddress(lower), 1n), length };
  const held = deployment.ports.flatMap(({ addresses }) =>
    addresses.filter((given) => given.subnet === subnet.id).map(({ address }) => address),
  );
  const gateway = gatewayOf(subnet);
  const taken = new Set([...held, ...compact([gateway])].map(({ value }) => value));
  const edge = [lastAddress(lower), upper.address].find(({ value }) => prefix.address.version === 4 && taken.has(value));
  if (edge) return `${printAddress(edge)} is in use, and it would be the broadcast or network address of a half.`;
  const half = (halfName: string, halfPrefix: Prefix): Half => {
    const nextFree = freeAddresses(halfPrefix, taken);
    return {
      name: halfName,
      prefix: halfPrefix,
      gateway: gateway && (prefixContains(halfPrefix, gateway) ? gateway : nextFree()),
      nextFree,
    };
  };
  return { subnet, lower: half(subnet.name, lower), upper: half(name, upper) };
}

function freeAddresses(prefix: Prefix, taken: Set<bigint>): () => IpAddress | undefined {
  const range = hostRange({ prefix });
  return () => {
    for (let address = range.first; rangeContains(range, address); address = createAddress(address.version, address.value + 1n)) {
      if (taken.has(address.value)) continue;
      taken.add(address.value);
      return address;
    }
    return undefined;
  };
}

/**
 * Ports that derive an address they would not get any more have it written down: left to itself a port takes one of the network's first subnet
 * by name. That is the lower half, unless the new name sorts before the old one.
 */
function pinMovedPorts({ model }: RefactoringInput, { subnet, lower, upper }: Halves, deployment: Deployment): TextReplacement[] | string {
  const written = new Set(model.topology.ports.filter(({ addresses }) => addresses.length > 0).map(({ id }) => id));
  const planned = deployment.ports.filter((port) => isGuestPort(port.owner) && port.network === subnet.network && !written.has(port.id));
  const stray = compareText(upper.name, lower.name) < 0 ? lower : upper;
  const changes: TextReplacement[] = [];
  for (const [node, ports] of groupBy(planned, ({ id }) => model.astOf(id))) {
    if (!node || !ports.some((port) => port.addresses.some(({ address }) => prefixContains(stray.prefix, address)))) continue;
    const text = valueInTurn(
      ports.map((port) => ({ turns: turnsOf(model.names, port.id), text: printAddresses(port) })),
      false,
    );
    if (text === undefined)
      return 'A repeated block has ports in both halves whose addresses have no common spelling: write the block out first.';
    changes.push(...insertProperties(node, [`ip ${text}`]));
  }
  return changes;
}

function printAddresses({ addresses }: PlannedPort): string {
  return addresses.map(({ address }) => printAddress(address)).join(', ');
}

function sameVmAddresses(before: AnalysedModel, after: AnalysedModel): string | undefined {
  const now = new Map(after.deployment.ports.map((port) => [port.id, port]));
  const moved = before.deployment.ports.find((port) => {
    const others = now.get(port.id)?.addresses ?? [];
    return isGuestPort(port.owner) && !port.addresses.every(({ address }, i) => others[i] && sameAddress(address, others[i].address));
  });
  return moved && `${moved.id} would get another address: pin it first.`;
}
