import { assertNever } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import type { PortRange, Rule, RuleMatch, RuleTarget } from './rule.ts';

/** How a rule is written: with its comments, or as a comparer wants it. */
export interface RulePrinting {
  readonly comments: boolean;
}

/** The rule as `iptables-save` spells it: `-A chain -p tcp -m tcp --dport 22 -j RETURN`. */
export function printRule(rule: Rule, { comments }: RulePrinting = { comments: true }): string {
  const matches = rule.matches.filter((match) => comments || match.kind !== 'comment');
  return ['-A', rule.chain, ...matches.map(printMatch), '-j', printTarget(rule.target)].join(' ');
}

/** One condition in the words of iptables-extensions(8). */
export function printMatch(match: RuleMatch): string {
  switch (match.kind) {
    case 'source':
      return `${not(match.negated)}-s ${printPrefix(match.prefix)}`;
    case 'destination':
      return `${not(match.negated)}-d ${printPrefix(match.prefix)}`;
    case 'protocol':
      return `-p ${match.protocol}`;
    case 'in-interface':
      return `${not(match.negated)}-i ${match.device}`;
    case 'out-interface':
      return `${not(match.negated)}-o ${match.device}`;
    case 'physdev':
      return `-m physdev --physdev-${match.direction} ${match.device}${match.bridged ? ' --physdev-is-bridged' : ''}`;
    case 'ports':
      return printPorts(match);
    case 'icmp-type':
      return match.version === 4 ? `-m icmp --icmp-type ${printType(match)}` : `-m icmp6 --icmpv6-type ${printType(match)}`;
    case 'state':
      return `-m state --state ${match.states.join(',')}`;
    case 'conntrack-state':
      return `-m conntrack ${not(match.negated)}--ctstate ${match.states.join(',')}`;
    case 'mac-source':
      return `-m mac --mac-source ${printMac(match.mac).toUpperCase()}`;
    case 'set':
      return `-m set --match-set ${match.set} ${match.direction}`;
    case 'mark':
    case 'connmark':
      return `-m ${match.kind} ${not(match.negated)}--mark ${hex(match.value)}/${hex(match.mask)}`;
    case 'comment':
      return `-m comment --comment ${quoteForRestore(match.text)}`;
    default:
      return assertNever(match);
  }
}

function printPorts({ extension, source, destination, multiport }: Extract<RuleMatch, { kind: 'ports' }>): string {
  const words = extension === undefined ? [] : [`-m ${extension}`];
  if (multiport) words.push('-m multiport');
  const plural = multiport ? 's' : '';
  if (source) words.push(`--sport${plural} ${printRange(source)}`);
  if (destination) words.push(`--dport${plural} ${printRange(destination)}`);
  return words.join(' ');
}

function printRange({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}:${last}`;
}

function printType({ type, code }: { readonly type: number; readonly code: number | undefined }): string {
  return code === undefined ? String(type) : `${type}/${code}`;
}

function printTarget(target: RuleTarget): string {
  switch (target.kind) {
    case 'jump':
      return target.chain;
    case 'accept':
    case 'drop':
    case 'return':
      return target.kind.toUpperCase();
    case 'ct-zone':
      return `CT --zone ${target.zone}`;
    case 'ct-notrack':
      return 'CT --notrack';
    case 'dnat':
      return `DNAT --to-destination ${printAddress(target.address)}${randomFully(target.randomFully)}`;
    case 'snat':
      return `SNAT --to-source ${printAddress(target.address)}${randomFully(target.randomFully)}`;
    case 'redirect':
      return `REDIRECT --to-ports ${target.port}`;
    case 'set-mark':
      return `MARK --set-xmark ${hex(target.value)}/${hex(target.mask)}`;
    case 'save-mark':
    case 'restore-mark':
      return `CONNMARK --${target.kind} --nfmask ${hex(target.mask)} --ctmask ${hex(target.mask)}`;
    case 'checksum-fill':
      return 'CHECKSUM --checksum-fill';
    default:
      return assertNever(target);
  }
}

function not(negated: boolean): string {
  return negated ? '! ' : '';
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function randomFully(wanted: boolean): string {
  return wanted ? ' --random-fully' : '';
}

const LONGEST_COMMENT_BYTES = 255;

/** iptables-restore reads double quotes and a backslash before `"` and `\`, a line at a time. */
function quoteForRestore(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return `"${cutToBytes(line, LONGEST_COMMENT_BYTES).replace(/["\\]/g, '\\$&')}"`;
}

/** As many whole characters as fit, in UTF-8. */
function cutToBytes(text: string, most: number): string {
  let bytes = 0;
  let end = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > most) return text.slice(0, end);
    end += char.length;
  }
  return text;
}
