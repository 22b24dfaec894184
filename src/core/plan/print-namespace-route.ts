import { printAddress, printPrefix } from '#core/net';
import type { NamespaceRoute } from './namespace-plan.ts';

/** A route in the words of `ip route`: `10.8.0.0/24 via 10.0.0.9`, `203.0.113.0/24 dev qg-… scope link table 16`. */
export function printNamespaceRoute({ destination, nextHop, device, table }: NamespaceRoute): string {
  return [
    printPrefix(destination),
    ...(nextHop ? [`via ${printAddress(nextHop)}`] : []),
    ...(device === undefined ? [] : [`dev ${device}`]),
    ...(nextHop ? [] : ['scope link']),
    ...(table === undefined ? [] : [`table ${String(table)}`]),
  ].join(' ');
}
