import type { SourcePlace } from '#core/base';
import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type DhcpOption, type Relations, type Subnet, type VmPort, isClientId } from '#core/model';
import { prefixContains } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';

/** `dhcp-option` of ports: OST2040 no such name or number, OST2041 a value dnsmasq cannot be told, OST2042 the same twice, OST2043 told to nobody. */
export const checkDhcpOptions: Rule = (relations) =>
  relations.topology.ports.flatMap((port) => {
    if (port.dhcpOptions.length === 0) return [];
    const options = port.dhcpOptions.map((option, i): PlacedOption => ({
      ...option,
      place: nthPlace(port, 'dhcp-option', i),
      valuePlace: nthPlace(port, 'dhcp-option.value', i),
    }));
    return [
      ...options.filter((option) => !isName(option)).map((option) => misnamed(port, option)),
      ...options.flatMap((option) => badValue(port, option)),
      ...findRepeats(options, keyOf).map(({ first, repeat }) => repeated(port, first, repeat)),
      ...unheard(relations, port, options),
    ];
  });

type PlacedOption = DhcpOption & { readonly place: SourcePlace; readonly valuePlace: SourcePlace };

/** Neutron's `DHCP_OPT_NAME_MAX_LEN` and `DHCP_OPT_VALUE_MAX_LEN` (neutron_lib/api/definitions/extra_dhcp_opt.py). */
const LONGEST = { name: 64, value: 255 } as const;

/** The names whose value may be empty (`VALID_BLANK_EXTRA_DHCP_OPTS`): told so, a guest has none. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['router', 'classless-static-route']);

/** Options of DHCPv4 have numbers of one byte less the two that are none (RFC 2132), those of DHCPv6 of two bytes (RFC 8415). */
function isName({ option, version }: DhcpOption): boolean {
  if (/^\d+$/.test(option)) return Number(option) >= 1 && Number(option) <= (version === 4 ? 254 : 65535);
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(option) && option.length <= LONGEST.name;
}

function report(code: FindingCode, port: VmPort, place: SourcePlace, message: string, related: Finding['related'] = []): Finding {
  return createFinding(code, { message, place, related, element: port.id });
}

function misnamed(port: VmPort, { option, version, place }: PlacedOption): Finding {
  const most = version === 4 ? '254' : '65535';
  const message = `\`${option}\` of ${describeElement(port)} is neither a name of a DHCP option (letters, digits and hyphens, as in \`bootfile-name\`) nor a number from 1 to ${most}: dnsmasq would skip it. Write its name or number.`;
  return report('OST2040', port, place, message);
}

function badValue(port: VmPort, option: PlacedOption): readonly Finding[] {
  const why = whyNot(option);
  if (why === undefined) return [];
  const message = `the value of \`${option.option}\` of ${describeElement(port)} ${why}. Write another, or remove the option.`;
  return [report('OST2041', port, option.valuePlace, message)];
}

/** Each option is a line of a file, of which a blank and `#` take the rest; an identifier stands in a line of the hosts' between commas. */
function whyNot(option: DhcpOption): string | undefined {
  const { option: name, value } = option;
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return 'holds a control character, and dnsmasq reads one line for each option';
  if (/(^|\s)#/.test(value)) return 'holds a `#` behind a blank, where dnsmasq reads a comment';
  if (value.length > LONGEST.value)
    return `is ${String(value.length)} characters long, and Neutron stores ${String(LONGEST.value)} at most`;
  if (value.trim() === '' && !MAY_BE_EMPTY.has(name)) return 'is empty, which Neutron refuses';
  if (isClientId(option) && value.includes(',')) return 'holds a comma, which ends it in the list of hosts that dnsmasq reads';
  return undefined;
}

function keyOf(option: DhcpOption): string {
  return `${String(option.version)} ${isClientId(option) ? 'client-id' : option.option}`;
}

function repeated(port: VmPort, first: PlacedOption, repeat: PlacedOption): Finding {
  const message = `${describeElement(port)} already has \`${first.option}\`: a guest is told one value, and Neutron refuses the second. Remove one.`;
  return report('OST2042', port, repeat.place, message, [{ message: 'the first of the two', place: first.place }]);
}

/** Said once for each version: the first option stands for the others. */
function unheard({ subnetsOf }: Relations, port: VmPort, options: readonly PlacedOption[]): readonly Finding[] {
  const subnets = subnetsOf(port.network).filter(
    ({ prefix }) => port.addresses.length === 0 || port.addresses.some((address) => prefixContains(prefix, address)),
  );
  return ([4, 6] as const).flatMap((version) => {
    const first = options.find((option) => option.version === version);
    if (!first || subnets.some((subnet) => isServed(subnet, version))) return [];
    const what = version === 4 ? 'no IPv4 subnet with DHCP' : 'no IPv6 subnet with DHCPv6';
    const message = `${describeElement(port)} has \`dhcp-option ${first.option}\`${version === 6 ? ' for IPv6' : ''}, but ${what}: no server tells it. Turn DHCP on, or remove the option.`;
    return [report('OST2043', port, first.place, message)];
  });
}

function isServed({ prefix, dhcp, ipv6Mode }: Subnet, version: 4 | 6): boolean {
  if (prefix.address.version !== version || !dhcp.enabled) return false;
  return version === 4 || ipv6Mode === 'dhcpv6-stateful' || ipv6Mode === 'dhcpv6-stateless';
}
