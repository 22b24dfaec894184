import { describe, expect, it } from 'vitest';
import { CATALOGUE, type FindingCode } from '#core/diagnostics';
import { FIXABLE_CODES, findFixes, fixTogether } from '#language';
import { applyChanges, countOf, examine, newErrors } from './apply-fix.ts';
import { wrongExample } from './wrong-example.ts';

/** Codes without a quick fix, and why none can be had: whoever adds a code decides. */
const WITHOUT_FIX: Partial<Record<FindingCode, string>> = {
  OST1001: 'what was meant by a text that cannot be read only its author knows',
  OST1011: 'reserved: nothing reports it',
  OST1015: 'which file was meant, or what is to be in it, the text does not say',
  OST2050: 'the hosts have their tunnel addresses in it, and by which range their cards are really joined the text does not say',
  OST4013: 'which of 4095 networks should leave the host is a decision about the cloud',
  OST4050: 'what a network card of a host is really called the text does not say',
  OST5004: 'which type, code or protocol was meant the number does not say; a rule without it would let in more',
  OST5014: 'who may come in on SSH only a person knows',
  OST6001: 'the lock file is mended by version control or made anew by `ostopo lock`',
  OST6003: '`ostopo lock` writes the lock file; the model is right as it is',
};

/** The model is right, it is the tools that lack something. */
const isOfTools = (code: FindingCode) => code.startsWith('OST9');

/** The page's example is of the kind that only a person can cure. */
const HAS_CURE_ONLY_ELSEWHERE: readonly FindingCode[] = ['OST1002'];

/** What the lock file was made from. */
const LOCKED: Partial<Record<FindingCode, string>> = { OST6002: 'fabric lab\ntenant demo { network app { vni 21 } }\n' };

const SMALL_FABRIC = `fabric lab { firewall none  physical datacentre  underlay 10.255.0.0/24 { mtu 1550 } }
host all { roles compute, network  tunnel-ip 10.255.0.11  bridge br-ex { physical datacentre } }
`;

/** Further ways a code comes about than its page shows. */
const FURTHER: Partial<Record<FindingCode, readonly string[]>> = {
  OST1002: ['fabric lab { firewall non }\n'],
  OST1009: ['host spare-[1..3] { tunnel-ip 10.255.0.[17..18] }'],
  OST1014: [
    `tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app }  vm box on all { port app } }
expect web never reaches box with tcp 22 via all`,
    'fabric lab { overlay gre { vni 1..100  port 4789 } }\n',
  ],
  OST2035: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4  route 0.0.0.0/0 via 10.0.1.7 }
}`,
  ],
  OST2001: [
    'tenant demo { security-group web { allow ingress tcp 22 from 10.0.0.5/24 ipv4 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm a on all { port app { allowed-address 10.8.0.1, 10.9.0.7/16 } } }',
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { interface app-v4  route 10.9.1.0/16 via 10.0.1.7 }
}`,
  ],
  OST2009: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { pool 10.0.1.200..10.0.1.209, 10.0.1.20..10.0.1.2 } } }'],
  OST2013: [
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm a on all { port app { ip 10.0.1.5 } }
  vm b on all { port app { ip 10.0.1.50, 10.0.1.5 } }
}`,
  ],
  OST2016: ['tenant demo { network app { subnet app-v4 10.0.1.0/31 { gateway none } } }'],
  OST2017: ['tenant demo { network app { subnet app-v4 0.0.0.0/0 { gateway 10.7.0.1 } } }'],
  OST2019: [
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network db { subnet db-v4 10.0.2.0/24 }
  router edge { interface app-v4  route 10.9.0.0/16 via 10.0.2.7 }
}`,
  ],
  OST2024: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.1 to web { from world.public }
}`,
  ],
  OST2025: [
    `tenant demo { network app { subnet app-v4 10.0.1.0/24 {
  dns 10.0.1.11, 10.0.1.12, 10.0.1.13
  dns 10.0.1.14, 10.0.1.15, 10.0.1.16, 10.0.1.17
} } }`,
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { interface app-v4${Array.from({ length: 31 }, (_, i) => `  route 10.${i + 9}.0.0/16 via 10.0.1.7`).join('')} }
}`,
  ],
  OST2026: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { dns 10.0.1.5, fd00::5, 10.0.1.6, fd00::6 } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { route fd00:9::/64 via fd00::5 } } }',
  ],
  OST2027: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { ipv6 slaac } } }'],
  OST2028: [
    `tenant demo { network app {
  subnet one fd00:1::/80 { ipv6 slaac }
  subnet two fd00:1::1:0:0:0/80
} }`,
  ],
  OST2029: [
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24  subnet app-v6 fd00:1::/64 { ipv6 slaac } }
  vm web on all { port app { ip 10.0.1.9, fd00:1::99 } }
}`,
  ],
  OST3005: [
    'fabric lab { overlay gre { vni 0..4294967296 } }\n',
    'fabric lab { overlay geneve { vni 1..16777216 } }\n',
    'fabric lab { physical datacentre { vlan 4000..4095 } }\n',
  ],
  OST3030: ['fabric lab { overlay geneve { port 0 } }\n'],
  OST2051: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { route 10.9.0.0/16 via 10.0.1.0 } } }'],
  OST3032: ['fabric lab { mtu 70000 }\n', 'fabric lab { physical datacentre { mtu 70000 } }\n'],
  OST3031: ['fabric lab { l2-population off  arp-responder on }\n'],
  OST4051: [
    'fabric lab { physical datacentre }\nhost all { roles compute, network  bridge br-1 { ip 10.1.0.1/24 }  bridge br-2 { ip 10.1.0.1/24 } }\n',
  ],
  OST4017: [
    `host card { roles compute  sriov datacentre { device ens1f0 } }
tenant demo {
  network lan { physical datacentre  vlan 100  subnet lan-v4 10.0.1.0/24 { dhcp off } }
  vm web on all { port lan { binding direct } }
}`,
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm web on all { port app { binding macvtap } }
}`,
  ],
  OST4018: ['host card { roles compute  sriov datacentre { device ens1f0 } }\nhost spare { roles compute  sriov datacentre }'],
  OST4020: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network lan { subnet lan-v4 10.0.2.0/24 }
  router way { external public  interface lan-v4 }
  router inner { interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web
}`,
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web
}`,
  ],
  OST4021: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app { ip 10.0.1.10 } }
  floating-ip 203.0.113.50 to web { fixed 10.0.1.99 }
}`,
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web { fixed 10.0.1.99 }
}`,
  ],
  OST4022: [
    `tenant world { network public { subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web { from world.public }
}`,
    `tenant world { network public { external } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web { from world.public }
}`,
  ],
  OST4024: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant other { network lan { subnet lan-v4 10.0.2.0/24 }  router way { external public  interface lan-v4 }  vm box on all { port lan  port lan as two } }
tenant demo { floating-ip 203.0.113.50 to other.box.two { from world.public } }`,
  ],
  OST4025: [
    'fabric lab { firewall none  ha on { hosts-per-router 1 } }\nhost n-[1..3] { roles network }\ntenant t { router edge }\n',
    'fabric lab { firewall none  ha on { hosts-per-router 9 } }\nhost n-[1..3] { roles network }\ntenant t { router edge }\n',
    'fabric lab { firewall none  ha on }\nhost n { roles network }\nhost c { roles compute }\ntenant t { router edge }\n',
  ],
  OST4026: ['fabric lab { firewall none  l2-population off  dvr on }\nhost all { roles network }\ntenant t { network app  router edge }\n'],
  OST4028: [
    `tenant other { network lan { shared with third  subnet lan-v4 10.0.2.0/24 } }
tenant third
tenant demo { vm web on all { port other.lan } }`,
  ],
  OST4029: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { qos { limit egress 0kbit } } } }'],
  OST4034: [
    'tenant demo { network app { physical datacentre  vlan 7  subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9  binding direct } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9 }  port app as c { subport-of b vlan 10 } } }',
  ],
  OST4035: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9 }  port app as c { subport-of app vlan 9 } } }',
  ],
  OST4036: [
    'tenant demo { network app { mtu 1400  subnet app-v4 10.0.1.0/24 }  network lan { mtu 1450  subnet lan-v4 10.0.2.0/24 }  vm web on all { port app  port lan { subport-of app vlan 9 } } }',
    'tenant demo { network app { mtu 1400  subnet app-v4 10.0.1.0/24 }  network lan { subnet lan-v4 10.0.2.0/24 }  vm web on all { port app  port lan { subport-of app vlan 9 } } }',
  ],
  OST4038: [
    'fabric lab { firewall iptables-hybrid }\nhost all { roles compute, network }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9 } } }',
  ],
  OST4030: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  listens udp 80000, 53 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  listens tcp 80, udp 80000 } }',
  ],
  OST4032: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge }'],
  OST5001: ['tenant demo { security-group web { allow ingress tcp 80, 443, 80 } }'],
  OST5009: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { allowed-address 10.9.0.1, 224.0.0.5 } } }',
  ],
  OST5010: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  security-group quick { stateless }  vm web on all { port app { security default, quick } } }',
  ],
  OST5030: [
    'tenant other { security-group web }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 }  security-group web  vm a on all { port app { security other.web } } }',
    'tenant other { security-group web }\ntenant demo { security-group db { allow ingress tcp 5432 from group other.web } }',
    'tenant other\ntenant demo { security-group db { allow ingress tcp 5432 from group other.default } }',
  ],
  OST5012: ['tenant demo { security-group web { allow ingress tcp 80, 1..1023 } }'],
  OST6102: ['tenant demo { network app } // ostopo: allow OST4031, OST4010 because it is to come'],
  OST6103: ['tenant demo { network app } // ostopo: allow OST4999, OST4031 because it is to come'],
};

/** A model, and what its lock file was made from. */
interface Example {
  readonly code: FindingCode;
  readonly text: string;
  readonly locked: string | undefined;
}

const EXAMPLES: readonly Example[] = [...FIXABLE_CODES].flatMap((code) => {
  const wrong = wrongExample(code);
  const further = (FURTHER[code] ?? []).map((text) => (text.startsWith('fabric') ? text : `${SMALL_FABRIC}${text}\n`));
  return [...(HAS_CURE_ONLY_ELSEWHERE.includes(code) ? [] : [wrong]), ...further].map((text) => ({ code, text, locked: LOCKED[code] }));
});

it('has a quick fix for every code, or a reason why there is none', () => {
  const all = Object.keys(CATALOGUE) as FindingCode[]; // the catalogue's own keys
  const hasReason = (code: FindingCode) => WITHOUT_FIX[code] !== undefined || isOfTools(code);
  expect(all.filter((code) => FIXABLE_CODES.has(code) === hasReason(code))).toEqual([]);
});

describe.each(EXAMPLES)('$code in $text', ({ code, text, locked }) => {
  const { findings, context } = examine(text, locked);
  const finding = findings.find((candidate) => candidate.code === code);
  const fixes = finding ? findFixes(finding, context) : [];

  it('has a cure', () => {
    expect(finding).toBeDefined();
    expect(fixes).not.toEqual([]);
  });

  it.each(fixes.map((fix) => [fix.title, fix] as const))('is cured by “%s”, and nothing new is wrong', (_, { changes }) => {
    const cured = applyChanges(text, changes);
    const after = examine(cured, locked).findings;
    expect(countOf(after, code), cured).toBeLessThan(countOf(findings, code));
    expect(newErrors(findings, after), cured).toEqual([]);
  });

  it('has at most one obvious cure', () => {
    expect(fixes.filter(({ isPreferred }) => isPreferred).length).toBeLessThan(2);
  });
});

/** A model with a second tenant beside each, alike but for its name and VLANs, of which there is one of each. */
function doubled(text: string): string {
  const start = text.search(/^tenant /m);
  if (start === -1) return text;
  const names = [...text.matchAll(/^tenant ([\w-]+)/gm)].map(([, name = '']) => name);
  const tenants = text.slice(start).replaceAll(/(?<=\bvlan )\d+/g, (vlan) => String(Number(vlan) + 100));
  return `${text}\n${names.reduce((copy, name) => copy.replaceAll(new RegExp(`\\b${name}(?=[. ])`, 'g'), `${name}-2`), tenants)}`;
}

describe('all findings of a code at once', () => {
  const many = EXAMPLES.flatMap((example) => {
    const text = doubled(example.text);
    const { findings, context } = examine(text, example.locked);
    const alike = findings.filter(({ code }) => code === example.code);
    const changes = alike.length < 2 ? undefined : fixTogether(alike, context);
    return changes ? [{ ...example, text, findings, changes }] : [];
  });

  it.each(many)('are cured where they have an obvious cure: $code in $text', ({ code, text, locked, findings, changes }) => {
    const cured = applyChanges(text, changes);
    const after = examine(cured, locked).findings;
    expect(countOf(after, code), cured).toBeLessThan(countOf(findings, code) - 1);
    expect(newErrors(findings, after), cured).toEqual([]);
  });

  it('was tried for most codes', () => {
    expect(new Set(many.map(({ code }) => code)).size).toBeGreaterThan(40);
  });
});
