import { printPrefix } from '#core/net';
import type { AddressSet } from './rule.ts';

/** The set as `ipset restore` reads it; ipset has no `/0`, so a member that is everything becomes two halves. */
export function printAddressSet(set: AddressSet): string {
  const family = set.version === 4 ? 'inet' : 'inet6';
  const members = set.members.flatMap(storedMembers);
  return [`create ${set.name} hash:net family ${family}\n`, ...members.map((member) => `add ${set.name} ${member}\n`)].join('');
}

function storedMembers(member: AddressSet['members'][number]): string[] {
  if (member.length > 0) return [printPrefix(member)];
  return member.address.version === 4 ? ['0.0.0.0/1', '128.0.0.0/1'] : ['::/1', '8000::/1'];
}
