import { describe, expect, it } from 'vitest';
import { analyse, compareLock, readLock } from '#core/plan';
import { LOCK_URI, analyseText, lockText, printedLock, readBack } from './locked.ts';

const CLOUD = `fabric f { firewall iptables-hybrid }
host net { roles network, compute  tunnel-ip 10.9.0.2 }
tenant t {
  network n { subnet s 10.0.0.0/24 }
  vm a on net { port n }
}
`;

const WRITTEN = printedLock(CLOUD);

/** What a changed lock file is told: `line:character message`, counted from 1. */
function faultsOf(text: string): readonly string[] {
  const { lock, findings } = readLock(text, LOCK_URI);
  expect(lock === undefined).toBe(findings.length > 0);
  expect(findings.every(({ code, severity, place }) => code === 'OST6001' && severity === 'error' && place.uri === LOCK_URI)).toBe(true);
  return findings.map(
    ({ place, message }) => `${String(place.start.line + 1)}:${String(place.start.character + 1)} ${message.split('. ')[0] ?? ''}`,
  );
}

describe('a damaged lock file', () => {
  const lineOf = (part: string) => String(WRITTEN.split('\n').findIndex((line) => line.includes(part)) + 1);

  it.each([
    ['is empty', '', /^1:1 expected a value, found the end of the file$/],
    [
      'has the marks of a merge',
      WRITTEN.replace('  "fabric"', '<<<<<<< ours\n  "fabric"'),
      /^3:1 the mark of a merge conflict stands here$/,
    ],
    ['is cut off', WRITTEN.slice(0, WRITTEN.length / 2), /^\d+:\d+ (this is no JSON|expected .*, found the end of the file)$/],
    ['lacks a comma', WRITTEN.replace('"f",', '"f"'), /^4:3 expected `,` or `}`, found "elements"$/],
    ['says something after its end', `${WRITTEN}{}`, /expected the end of the file, found \{$/],
    [
      'has an element twice',
      WRITTEN.replace('    "dhcp:t.s"', '    "network:t.n": {},\n    "dhcp:t.s"'),
      /"network:t\.n" stands here twice$/,
    ],
    ['is of another version', WRITTEN.replace('"schema": 1', '"schema": 2'), /^2:13 .*expected "schema": 1$/],
    ['is a list', '[]', /^1:1 expected an object in braces$/],
    ['lacks a section', WRITTEN.replace('"localVlans"', '"elsewhere"'), /^1:1 "localVlans" is missing$/],
    [
      'has a MAC that is none',
      WRITTEN.replace(/"mac": "fa/, '"mac": "xy'),
      new RegExp(`^${lineOf('"mac"')}:\\d+ expected a MAC address for "mac"$`),
    ],
    [
      'has a number that is none',
      WRITTEN.replace(/"vni": \d+/, '"vni": -3'),
      new RegExp(`^${lineOf('"vni"')}:\\d+ expected a whole number for "vni"$`),
    ],
    [
      'has addresses that are none',
      WRITTEN.replace(/"addresses": \["[^"]*"\]/, '"addresses": ["10.0.0.999"]'),
      /expected a list of addresses for "addresses"$/,
    ],
    ['has a value nobody knows', WRITTEN.replace('"vni"', '"colour"'), /"colour" is nothing that is locked$/],
    ['is nested without end', '['.repeat(100_000), /expected a value, found \[$/],
  ])('that %s is an error where it is damaged', (_, text, message) => {
    expect(faultsOf(text)[0]).toMatch(message);
  });

  it('never breaks the reader, whatever is cut out', () => {
    for (let at = 0; at < WRITTEN.length; at += 7) faultsOf(WRITTEN.slice(0, at) + WRITTEN.slice(at + 5));
  });
});

describe('a pin', () => {
  const lock = lockText(CLOUD);
  const codes = (text: string) =>
    analyseText(text, lock).findings.map(
      ({ code, place, related }) =>
        `${code} ${text.split('\n')[place.start.line]?.slice(place.start.character, place.end.character) ?? ''} ${related[0]?.place.uri ?? ''}`,
    );

  it.each([
    ['port n', 'port n { ip 10.0.0.77 }', '10.0.0.77'],
    ['port n', 'port n { mac fa:16:3e:00:00:07 }', 'fa:16:3e:00:00:07'],
    ['port n', 'port n { id 00000000-0000-4000-8000-000000000001 }', '00000000-0000-4000-8000-000000000001'],
    ['port n', 'port n { ofport 77 }', '77'],
    ['network n {', 'network n { vni 77', '77'],
    ['10.9.0.2', '10.9.0.2  local-vlan t.n 77', '77'],
  ])('that differs from the lock counts, and is said (%s → %s)', (part, pinned, value) => {
    const text = CLOUD.replace(part, pinned);
    expect(codes(text)).toContain(`OST6002 ${value} ${LOCK_URI}`);
    const again = lockText(text, lock);
    expect(analyse(analyseText(text).model.topology, [], { lock: again }).findings.filter(({ code }) => code === 'OST6002')).toEqual([]);
  });

  it('that the lock has too is nothing to speak of', () => {
    const { deployment } = analyseText(CLOUD);
    const address = deployment.ports.find(({ id }) => id === 'port:t.a.n')?.addresses[0]?.address.value ?? 0n;
    expect(
      codes(CLOUD.replace('port n', `port n { ip 10.0.0.${String(address & 255n)} }`)).filter((found) => found.startsWith('OST6')),
    ).toEqual([]);
  });

  it('of one port takes a locked address from another, which gets a new one', () => {
    const two = CLOUD.replace('vm a on net { port n }', 'vm a on net { port n }\n  vm b on net { port n }');
    const locked = lockText(two);
    const addressOf = (text: string, id: string) =>
      analyseText(text, locked).deployment.ports.find((port) => port.id === id)?.addresses[0]?.address.value;
    const ofA = addressOf(two, 'port:t.a.n') ?? 0n;
    const pinned = two.replace('vm b on net { port n }', `vm b on net { port n { ip 10.0.0.${String(ofA & 255n)} } }`);
    expect(addressOf(pinned, 'port:t.b.n')).toBe(ofA);
    expect(addressOf(pinned, 'port:t.a.n')).not.toBe(ofA);
  });
});

describe('values of the lock that can no longer be', () => {
  it('give way: an address outside the subnet, a host that is no network host', () => {
    const lock = lockText(CLOUD);
    const elsewhere = analyseText(CLOUD.replace('10.0.0.0/24', '10.7.0.0/24'), lock);
    expect(elsewhere.deployment.ports.every(({ addresses }) => addresses.every(({ address }) => address.value >> 16n === 0x0a07n))).toBe(
      true,
    );
    const moved = analyseText(
      `${CLOUD.replace('roles network, compute', 'roles compute')}host other { roles network  tunnel-ip 10.9.0.3 }`,
      lock,
    );
    expect(moved.deployment.ports.find(({ owner }) => owner === 'network:dhcp')?.hosts).toEqual(['host:other']);
  });

  it('of two elements with one value, the first keeps it', () => {
    const two = CLOUD.replace('vm a on net { port n }', 'vm a on net { port n }\n  vm b on net { port n }');
    const text = printedLock(two);
    const ofA = /"port:t\.a\.n": (\{.*\})/.exec(text)?.[1] ?? '';
    const { deployment } = analyseText(two, readBack(text.replace(/("port:t\.b\.n": )\{.*\}/, `$1${ofA}`)));
    const [a, b] = deployment.ports.filter(({ owner }) => owner === 'compute:nova');
    expect([a?.mac === b?.mac, a?.uuid === b?.uuid, a?.addresses[0]?.address.value === b?.addresses[0]?.address.value]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('comparing a model with its lock', () => {
  const differences = (text: string) => {
    const lock = lockText(CLOUD);
    const { model, deployment } = analyseText(text, lock);
    return compareLock(model.topology, deployment, lock).map(
      ({ message, place }) => `${place.uri.split('.').at(-1) ?? ''} ${message.split('. Run')[0] ?? ''}`,
    );
  };

  it('finds nothing where they match', () => {
    expect(differences(CLOUD)).toEqual([]);
  });

  it('names what is new, what is gone and what changed, each where it stands', () => {
    expect(differences(CLOUD.replace('vm a', 'vm b'))).toEqual([
      'lock the lock file has port t.a.n, which the model has not',
      'ostopo the lock file lacks port t.b.n',
      'lock the lock file has vm t.a, which the model has not',
      'ostopo the lock file lacks vm t.b',
    ]);
    expect(differences(CLOUD.replace('port n', 'port n { ofport 77 }'))).toEqual([
      expect.stringMatching(/^ostopo port t\.a\.n: ofport is 77, in the lock file \d+$/),
    ]);
    expect(differences(`${CLOUD}host other { roles compute  tunnel-ip 10.9.0.3 }`)).toEqual([
      'ostopo bridge net.br-tun: port number of vxlan-0a090003 is 2, in the lock file nothing',
      'ostopo the lock file lacks bridge other.br-int',
      'ostopo the lock file lacks bridge other.br-tun',
    ]);
  });
});
