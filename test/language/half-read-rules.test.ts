import { describe, test } from 'vitest';
import { IP_PROTOCOL_NAMES } from '#core/model';
import { checkFindings, readSound } from './read.ts';

/** The names of the rules of the only group, which say what each allows. */
function rulesOf({ topology }: ReturnType<typeof readSound>): readonly string[] {
  return topology.securityGroups.flatMap(({ rules }) => rules.map(({ name }) => name));
}

describe('a rule that is not read to its end', () => {
  test('allows nothing, where a keyword has no value', ({ expect }) => {
    const model = checkFindings(`fabric f
tenant t { security-group g {
  allow ingress proto
                ^^^^^ OST1001 expected a protocol number or a name such as vrrp after \`proto\`
  allow ingress proto type 8
                      ^^^^ OST1001 expected a protocol number or a name such as vrrp
  allow ingress icmp type
                     ^^^^ OST1001 expected a number after \`type\`
  allow ingress icmp type 8 code
                            ^^^^ OST1001 expected a number after \`code\`
  allow ingress tcp 22 from
                       ^^^^ OST1001
  allow ingress tcp 23 from group
                            ^^^^^ OST1001 expected the name of a security group
  allow ingress tcp 24,
                      ^ OST1001
  allow egress udp 53
} }
`);
    expect(rulesOf(model)).toEqual(['egress-udp-53']);
  });

  test('allows nothing, where words on its line mean nothing', ({ expect }) => {
    const model = checkFindings(`fabric f
tenant t { security-group g {
  allow ingress tcp 22 form 10.0.0.0/8
                       ^^^^ OST1003 did you mean \`from\`?
  allow ingress icmp typ 8
                     ^^^ OST1002 did you mean \`type\`?
  allow ingress tpc 80
                ^^^ OST1002 did you mean \`tcp\`?
  allow ingress tcp 24 "x"
                       ^^^ OST1001
  allow ingress tcp 25 /* any */ // from anywhere
  allow ingress tcp 26  // and
  id-of 27
  ^^^^^ OST1003
} }
`);
    expect(rulesOf(model)).toEqual(['ingress-tcp-25', 'ingress-tcp-26']);
  });

  test('says nothing of the rules beside it on its line', ({ expect }) => {
    const model = checkFindings(`fabric f
tenant t { security-group g { allow ingress tcp 22  allow ingress udp from  allow egress any } }
                                                                            ^^^^^ OST1001
`);
    expect(rulesOf(model)).toEqual(['egress-any', 'ingress-tcp-22']);
  });
});

describe('proto', () => {
  test('takes every protocol that Neutron knows by name, those that stand alone too', ({ expect }) => {
    const model = readSound(`fabric f
tenant t { security-group g {
  allow ingress proto tcp 80
  allow ingress proto icmp type 8
  allow ingress proto icmpv6 ipv6
  allow ingress proto any from 10.0.0.0/8
  allow ingress proto vrrp
  allow ingress proto 47
} }`);
    expect(rulesOf(model)).toEqual([
      'ingress-47',
      'ingress-any-from-10.0.0.0/8',
      'ingress-icmp-type-8',
      'ingress-icmpv6-ipv6',
      'ingress-tcp-80',
      'ingress-vrrp',
    ]);
  });

  test.each(IP_PROTOCOL_NAMES)('takes %s', (name) => {
    readSound(`fabric f
tenant t { security-group g { allow ingress proto ${name} } }`);
  });

  test('suggests the name that was meant', () => {
    checkFindings(`fabric f
tenant t { security-group g { allow ingress proto vrpp } }
                                                  ^^^^ OST1002 expected a protocol number or a name that Neutron knows, such as vrrp; did you mean \`vrrp\`?
`);
  });
});

test('a word that means nothing may have been meant to go on with the statement before it', () => {
  checkFindings(`fabric f
host h { roles compute }
tenant t { network n  vm a on h { port n sa x } }
                                         ^^ OST1003 did you mean \`as\`?
expect a reaches a wiht tcp 80
                   ^^^^ OST1003 did you mean \`with\`?
`);
});
