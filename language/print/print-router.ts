import type { Router, RouterGateway, RouterInterface } from '#core/model';
import { printAddress } from '#core/net';
import { printRoute } from './print-network.ts';
import { printPins } from './print-pins.ts';
import type { NameSpelling } from './spell-names.ts';
import { type Statement, block, list, property, toggle } from './statement.ts';

/** A router's block. */
export function printRouter(router: Router, own: string, names: NameSpelling): Statement {
  return block(`router ${router.name}`, [
    router.gateway && printGateway(router.gateway, own, names),
    ...router.interfaces.map((item) => printInterface(item, own, names)),
    ...router.routes.map(printRoute),
    toggle('dvr', router.dvr),
    toggle('ha', router.ha),
    property('host', router.host && names.global(router.host)),
    property('id', router.uuid),
  ]);
}

function printGateway(gateway: RouterGateway, own: string, names: NameSpelling): Statement {
  return block(`external ${names.inTenants(gateway.network, own)}`, [
    list('ip', gateway.addresses.map(printAddress)),
    toggle('snat', gateway.snat, true),
    ...printPins(gateway),
  ]);
}

function printInterface(item: RouterInterface, own: string, names: NameSpelling): Statement {
  return block(`interface ${names.inTenants(item.subnet, own)}`, [
    property('ip', item.address && printAddress(item.address)),
    ...printPins(item),
  ]);
}
