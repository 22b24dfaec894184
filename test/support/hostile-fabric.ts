import type { CompiledFabric } from '#core/compile';

/** Texts that would do something if they were ever read as anything but a name. `CANARY` is the file that would tell. */
export const HOSTILE_TEXTS: readonly string[] = [
  "'; touch CANARY; '",
  '$(touch CANARY)',
  '`touch CANARY`',
  '"; touch CANARY #',
  'a\ntouch CANARY\n',
  "a'\ntouch CANARY\n'",
  '\r\ntouch CANARY\r\n',
  '\u2028touch CANARY\u2029',
  '\u0085\u009b touch CANARY',
  '&& touch CANARY || touch CANARY',
  '| touch CANARY; touch CANARY &',
  '> CANARY',
  '} ; touch CANARY ; {',
  'EOF\ntouch CANARY\nEND\ntouch CANARY',
  '\\',
  '\\\n',
  '../../CANARY',
  '*',
  '{a,b}',
  '~',
  '-n',
  '--help',
  '#',
  '%s%n',
  '=,;:',
  'é漢\u{1f600}',
  'x'.repeat(300),
  '\u0000\u0007\u001b[2J',
];

/** Keys whose texts come from closed vocabularies or are made of UUIDs and numbers by the program: no text of a model gets there. */
const VOCABULARY = new Set(
  `kind type owner attachment firewall roles stage neutron field fields state states protocol table overlay ethertype binding target
  uuid networkUuid nat extension direction reg setKind flag flags mode modes version bands purpose status role action prefixKind chain chains set`.split(
    /\s+/,
  ),
);

/** The same of iptables rules: their devices, chains and sets are named after UUIDs; comments and reasons are not. */
const RULE_VOCABULARY = new Set([...VOCABULARY, 'device', 'text']);

/** The fabric with a text appended to every text that a model could have had a part in; a text that is new in the plan is hostile here until it is listed above. */
export function withHostileTexts(fabric: CompiledFabric, evil: string): CompiledFabric {
  const rename = (key: string, value: string) => (VOCABULARY.has(key) ? value : `${value}${evil}`);
  const renameInRules = (key: string, value: string) => {
    if (key === 'text') return `${value}${evil}`;
    return RULE_VOCABULARY.has(key) ? value : `${value}${evil}`;
  };
  const { deployment, hosts } = fabric;
  return {
    deployment: mapTexts(deployment, '', rename),
    hosts: hosts.map((host) => ({
      plan: mapTexts(host.plan, '', rename),
      bridges: host.bridges.map(({ plan, flows, meters }) => ({
        plan: mapTexts(plan, '', rename),
        flows: flows.map((flow) => (flow.origin ? { ...flow, origin: mapTexts(flow.origin, '', rename) } : flow)),
        meters: meters.map((meter) => ({ ...meter, origin: mapTexts(meter.origin, '', rename) })),
      })),
      rulesets: mapTexts(host.rulesets, '', renameInRules),
      addressSets: host.addressSets.map((set) => ({ ...set, element: mapTexts(set, '', rename).element })),
    })),
  };
}

function mapTexts<T>(value: T, key: string, change: (key: string, value: string) => string): T {
  return map(value, key, change) as T; // the same shape, with other texts
}

function map(value: unknown, key: string, change: (key: string, value: string) => string): unknown {
  if (typeof value === 'string') return change(key, value);
  if (Array.isArray(value)) return value.map((item) => map(item, key, change));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map || value instanceof Set) throw new Error(`expected plain data at ${key}`);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item, name, change)]));
}
