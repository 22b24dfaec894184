import type { Rule } from '#core/netfilter';
import type { NamespaceNat } from '#core/plan';
import { NOT_FROM_OUTSIDE } from './router-marks.ts';
import type { RouterRuleWriter } from './router-rule-writer.ts';
import { ACCEPT, destination, hostPrefix, inInterface, outInterface, source } from './rule-writer.ts';

/** What leads out is translated to the gateway's address, and so is what was redirected to a floating address and would answer past the router (router_info.py `external_gateway_nat_*_rules`). */
export function gatewayNatRules({ write }: RouterRuleWriter, { externalDevice, snatAddress, snat, distributed }: NamespaceNat): Rule[] {
  if (externalDevice === undefined) return [];
  const inside = write(
    'POSTROUTING',
    [outInterface(externalDevice, true), translated(true)],
    ACCEPT,
    'nothing is translated between subnets',
  );
  if (!snatAddress) return distributed ? [inside] : [];
  const toGateway = { kind: 'snat', address: snatAddress, randomFully: true } as const;
  return [
    ...(snat ? [write('snat', [outInterface(externalDevice)], toGateway, 'guests without floating address')] : []),
    inside,
    write('snat', [NOT_FROM_OUTSIDE, translated(false)], toGateway, 'a guest that called a floating address from inside'),
  ];
}

function translated(negated: boolean) {
  return { kind: 'conntrack-state', states: ['DNAT'], negated } as const;
}

/**
 * A floating address leads to its fixed address, whoever asks, and stands for it outside (router_info.py `floating_forward_rules`). On the host of the guest only what
 * comes from outside is led there (dvr_local_router.py).
 */
export function floatingIpRules({ writeFor }: RouterRuleWriter, { floatingIps, distributed, externalDevice }: NamespaceNat): Rule[] {
  return floatingIps.flatMap(({ element, address, fixedAddress }) => {
    const toFixed = { kind: 'dnat', address: fixedAddress, randomFully: false } as const;
    const toFloating = { kind: 'snat', address, randomFully: true } as const;
    return [
      ...(distributed && externalDevice !== undefined
        ? [writeFor(element, 'PREROUTING', [destination(hostPrefix(address)), inInterface(externalDevice)], toFixed)]
        : ['PREROUTING', 'OUTPUT'].map((chain) => writeFor(element, chain, [destination(hostPrefix(address))], toFixed))),
      writeFor(element, 'float-snat', [source(hostPrefix(fixedAddress))], toFloating),
    ];
  });
}
