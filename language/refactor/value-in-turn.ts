import { type ElementId, elementId, elementKind, qualifiedName } from '#core/base';
import type { DeclaredNames } from '../lowering/declare-names.ts';
import { type Turns, expandWord } from '../names/name-pattern.ts';

/** One element's value, and the passes of the repeated blocks it comes from. */
export interface TurnValue {
  readonly turns: Turns;
  readonly text: string;
}

/**
 * One spelling for the values that a block, which may be repeated, has in its passes: the value itself, `10.0.0.[11..14]`, or, where one value
 * is due (`dealt`), a list that is dealt out. `undefined`: there is none.
 */
export function valueInTurn(values: readonly TurnValue[], dealt: boolean): string | undefined {
  const [first] = values;
  if (!first) return undefined;
  if (values.every(({ text }) => text === first.text)) return first.text;
  const [turn, more] = first.turns;
  if (!turn || more || values.length !== turn.count) return undefined;
  const texts = [...values].sort((a, b) => (a.turns[0]?.index ?? 0) - (b.turns[0]?.index ?? 0)).map(({ text }) => text);
  return asPattern(texts) ?? (dealt ? texts.join(', ') : undefined);
}

/** `10.0.0.[11..13]` for three addresses in a row, `[1..3]` for numbers; `undefined` where no brackets say the same. */
export function asPattern(texts: readonly string[]): string | undefined {
  const [first, last] = [texts[0], texts.at(-1)];
  if (first === undefined || last === undefined || first.includes('[')) return undefined;
  const parts = first.match(/\d+|\D+/g) ?? [];
  const others = last.match(/\d+|\D+/g) ?? [];
  const different = parts.flatMap((part, i) => (part === others[i] ? [] : [i]));
  const [at] = different;
  if (different.length !== 1 || at === undefined || parts.length !== others.length) return undefined;
  const pattern = [...parts.slice(0, at), `[${parts[at] ?? ''}..${others[at] ?? ''}]`, ...parts.slice(at + 1)].join('');
  const expanded = expandWord(pattern);
  return expanded.kind === 'ok' && expanded.value.join(' ') === texts.join(' ') ? pattern : undefined;
}

/** The passes an element comes from: its own, or those of the block that holds it. */
export function turnsOf(names: DeclaredNames, id: ElementId): Turns {
  const parts = qualifiedName(id).split('.');
  const [tenantName = '', name = '', inner = ''] = parts;
  const tenant = names.tenants.get(tenantName);
  switch (elementKind(id)) {
    case 'host':
      return names.hosts.get(tenantName)?.turns ?? [];
    case 'network':
      return tenant?.networks.get(name)?.turns ?? [];
    case 'subnet':
    case 'dhcp':
      return tenant?.subnets.get(name)?.turns ?? [];
    case 'router':
    case 'interface':
    case 'gateway':
      return tenant?.routers.get(name)?.turns ?? [];
    case 'security-group':
      return tenant?.securityGroups.get(name)?.turns ?? [];
    case 'vm':
      return tenant?.vms.get(name)?.turns ?? [];
    case 'port':
      return tenant?.vms.get(name)?.ports.get(inner)?.turns ?? [];
    default:
      return names.tenants.get(qualifiedName(elementId('tenant', tenantName)))?.turns ?? [];
  }
}
