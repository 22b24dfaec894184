import type { ElementId } from '#core/base';
import { type Subnet } from '#core/model';
import { type Prefix, hasHostBits, parseInterfaceAddress, prefixOf, printPrefix } from '#core/net';
import type { OstopoModel } from '../parse-ostopo.ts';
import { moveWord } from './move-address.ts';
import { type RefactoringInput, settleChanges } from './refactoring.ts';
import { subnetWords } from './subnet-words.ts';
import { type Refactoring, type TextReplacement, refused, replaceCst } from './text-replacement.ts';

/**
 * Gives a subnet another range. Everything that is an address of it moves along and keeps its host part: gateway, pools, DHCP, name servers,
 * routes, pinned and allowed addresses, floating addresses, security rules and expectations.
 */
export function renumberSubnet(input: RefactoringInput, id: ElementId, cidr: string): Refactoring {
  const subnet = writtenOnce(input, id);
  if (typeof subnet === 'string') return refused(subnet);
  const written = parseInterfaceAddress(cidr.trim());
  if (!written) return refused(`“${cidr}” is no range of addresses: write an address and its prefix length, such as 10.0.3.0/24.`);
  if (hasHostBits(written)) return refused(`${cidr} has bits beyond its prefix length: ${printPrefix(prefixOf(written))} is meant.`);
  if (written.address.version !== subnet.prefix.address.version)
    return refused(`${printPrefix(subnet.prefix)} is IPv${subnet.prefix.address.version}, ${cidr} is not.`);
  const moved = moveAddresses(input.model, subnet, prefixOf(written));
  return moved.kind === 'refused' ? moved : settleChanges(input, moved.changes);
}

/** Every address of a subnet moved to another range; whether the model is sound with it is not looked at. */
export function moveAddresses(model: OstopoModel, subnet: Subnet, to: Prefix): Refactoring {
  const changes: TextReplacement[] = [];
  for (const { owner, leaf } of subnetWords(model, subnet)) {
    const moved = moveWord(leaf.text, { from: subnet.prefix, to });
    if (moved.kind === 'stuck') return refused(`The subnet cannot be renumbered to ${printPrefix(to)}: ${moved.why}.`);
    if (moved.kind === 'moved' && moved.text !== leaf.text) changes.push(replaceCst(owner, leaf, moved.text));
  }
  return { kind: 'changed', changes };
}

/** A subnet whose block stands for it alone, or why there is none. */
export function writtenOnce({ model }: Pick<RefactoringInput, 'model'>, id: ElementId): Subnet | string {
  const subnet = model.topology.subnets.find((candidate) => candidate.id === id);
  const node = model.astOf(id);
  if (!subnet || !node) return 'There is no such subnet.';
  const others = model.topology.subnets.filter((candidate) => model.astOf(candidate.id) === node);
  return others.length > 1 ? `This block stands for ${others.length} subnets: write them out, then each can be changed by itself.` : subnet;
}
