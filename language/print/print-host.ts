import type { Host, HostBridge, SriovMapping } from '#core/model';
import { printAddress, printPrefix } from '#core/net';
import type { NameSpelling } from './spell-names.ts';
import { type Statement, block, line, list, property } from './statement.ts';

/** A host's block. */
export function printHost(host: Host, names: NameSpelling): Statement {
  return block(`host ${host.name}`, [
    list('roles', host.roles),
    property('tunnel-ip', host.tunnelIp && printAddress(host.tunnelIp)),
    ...host.bridges.map(printBridge),
    ...host.sriov.map(printSriov),
    ...host.localVlans.map(({ network, vlan }) => line(`local-vlan ${names.inTenants(network, undefined)} ${String(vlan)}`)),
  ]);
}

function printBridge({ name, physicalNetwork, device, address }: HostBridge): Statement {
  return block(`bridge ${name}`, [
    property('physical', physicalNetwork),
    property('interface', device),
    property('ip', address && printPrefix(address)),
  ]);
}

function printSriov({ name, physicalNetwork, devices }: SriovMapping): Statement {
  return block(`sriov ${physicalNetwork ?? name}`, [list('device', devices)]);
}
