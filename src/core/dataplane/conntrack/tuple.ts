import type { Packet } from '#core/packet';

/** What tells connections apart, as text: protocol, then address and port (or ICMP type, code and identifier) of both sides; and the same of the answers. */
export interface Tuple {
  readonly forward: string;
  readonly backward: string;
}

/** The tuple of a packet; `undefined` where it is no IP. Protocols without ports have one connection for each pair of addresses. */
export function tupleOf({ headers, body }: Packet): Tuple | undefined {
  const source = headers.ip_src ?? headers.ipv6_src;
  const destination = headers.ip_dst ?? headers.ipv6_dst;
  if (source === undefined || destination === undefined || headers.ip_proto === undefined) return undefined;
  const type = headers.icmp_type ?? headers.icmpv6_type;
  if (type !== undefined) {
    const identifier = `id ${String(body.icmpIdentifier)} code ${String(headers.icmp_code ?? headers.icmpv6_code ?? 0n)}`;
    return {
      forward: `${String(headers.ip_proto)} ${String(source)} ${String(destination)} type ${String(type)} ${identifier}`,
      backward: `${String(headers.ip_proto)} ${String(destination)} ${String(source)} type ${String(answerType(type))} ${identifier}`,
    };
  }
  const from = `${String(source)} ${String(headers.tcp_src ?? headers.udp_src ?? headers.sctp_src ?? 0n)}`;
  const to = `${String(destination)} ${String(headers.tcp_dst ?? headers.udp_dst ?? headers.sctp_dst ?? 0n)}`;
  return { forward: `${String(headers.ip_proto)} ${from} ${to}`, backward: `${String(headers.ip_proto)} ${to} ${from}` };
}

/** ICMP and ICMPv6 questions and their answers (nf_conntrack_proto_icmp.c `invmap`, nf_conntrack_proto_icmpv6.c `invmap`). */
const ANSWERS: ReadonlyMap<bigint, bigint> = new Map(
  (
    [
      [8n, 0n],
      [13n, 14n],
      [15n, 16n],
      [17n, 18n],
      [128n, 129n],
      [139n, 140n],
    ] as const
  ).flatMap(([question, answer]) => [
    [question, answer],
    [answer, question],
  ]),
);

function answerType(type: bigint): bigint {
  return ANSWERS.get(type) ?? type;
}
