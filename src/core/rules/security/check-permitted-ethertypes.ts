import { type Finding, createFinding } from '#core/diagnostics';
import { type Fabric, isEthertype, placeOf, printEthertype } from '#core/model';
import type { Rule } from '../rule.ts';

/** `permitted-ethertypes`: OST5020 a number that is no ethertype, OST5021 another firewall than the one that reads them, OST5022 a type that the rules are about. */
export const checkPermittedEthertypes: Rule = ({ topology: { fabric } }) => {
  const types = fabric.permittedEthertypes;
  if (types.length === 0) return [];
  if (fabric.firewall !== 'openvswitch') return [withoutEffect(fabric)];
  return [
    ...types.filter((type) => !isEthertype(type)).map((type) => noEthertype(fabric, type)),
    ...types.flatMap((type) => (FILTERED[type] === undefined ? [] : [unfiltered(fabric, type, FILTERED[type])])),
  ];
};

/** What the Open vSwitch firewall looks into, so that permitting it takes the filter away (neutron-dataplane 5.3, 5.5). */
const FILTERED: Readonly<Record<number, string>> = {
  0x0800: 'IPv4 past all rules',
  0x86dd: 'IPv6 past all rules',
  0x0806: 'ARP for any address',
};

function report(code: 'OST5020' | 'OST5021' | 'OST5022', fabric: Fabric, message: string, type?: number): Finding {
  const place = placeOf(fabric, 'permitted-ethertypes');
  return createFinding(code, { message, place, element: fabric.id, ...(type === undefined ? {} : { data: { type } }) });
}

function noEthertype(fabric: Fabric, type: number): Finding {
  const message = `${printEthertype(type)} is no ethertype, and there are 0x0600..0xffff: smaller numbers are lengths, and larger ones do not fit. No frame would be let through. Write the number of the protocol, or remove it.`;
  return report('OST5020', fabric, message, type);
}

function withoutEffect(fabric: Fabric): Finding {
  const why = fabric.firewall === 'none' ? 'filters nothing' : 'filters IP alone, and lets every other ethertype pass';
  const message = `\`permitted-ethertypes\` is read by \`firewall openvswitch\` only: \`firewall ${fabric.firewall}\` ${why}. Remove it, or choose that firewall.`;
  return report('OST5021', fabric, message);
}

function unfiltered(fabric: Fabric, type: number, what: string): Finding {
  const message = `permitting ${printEthertype(type)} lets ${what} out of every port: guests may send under foreign addresses, and security groups have no say. Remove it, and write rules for what is to pass.`;
  return report('OST5022', fabric, message, type);
}
