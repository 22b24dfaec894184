import { type Fabric, type NumberRange, type PhysicalNetwork, printEthertype } from '#core/model';
import { printPrefix } from '#core/net';
import { type Statement, block, flag, line, list, property, toggle } from './statement.ts';

/** The fabric's block: what is not Neutron's default. */
export function printFabric(fabric: Fabric): Statement {
  const { overlay, underlay, ha } = fabric;
  const overlayBody = [property('vni', overlay.vniRange && printNumbers(overlay.vniRange)), property('port', overlay.udpPort)];
  const overlayIsDefault = overlay.type === 'vxlan' && overlayBody.every((statement) => statement === undefined);
  const haIsDefault = !ha.enabled && ha.hostsPerRouter === undefined;
  return block(
    `fabric ${fabric.name}`,
    [
      overlayIsDefault ? undefined : block(`overlay ${overlay.type}`, overlayBody),
      underlay &&
        block(`underlay ${printPrefix(underlay.written)}`, [
          property('mtu', underlay.mtuBytes === 1500 ? undefined : underlay.mtuBytes),
          property('vlan', underlay.vlan),
        ]),
      ...fabric.physicalNetworks.map(printPhysical),
      fabric.firewall === 'openvswitch' ? undefined : line(`firewall ${fabric.firewall}`),
      toggle('l2-population', fabric.l2Population, false),
      toggle('arp-responder', fabric.arpResponder, false),
      toggle('egress-direct', fabric.egressDirect, false),
      toggle('bandwidth-meters', fabric.bandwidthMeters, false),
      toggle('local-ip-static-nat', fabric.localIpStaticNat, false),
      list('permitted-ethertypes', fabric.permittedEthertypes.map(printEthertype)),
      toggle('distributed-dhcp', fabric.distributedDhcp, false),
      toggle('isolated-metadata', fabric.isolatedMetadata, false),
      toggle('force-metadata', fabric.forceMetadata, false),
      toggle('dvr', fabric.dvr, false),
      haIsDefault ? undefined : block(`ha ${ha.enabled ? 'on' : 'off'}`, [property('hosts-per-router', ha.hostsPerRouter)]),
      fabric.dnsDomain === 'openstacklocal' ? undefined : property('dns-domain', fabric.dnsDomain),
      property('mtu', fabric.mtuBytes),
    ],
    { expanded: true },
  );
}

function printPhysical({ name, vlanRange, mtuBytes, flat }: PhysicalNetwork): Statement {
  return block(`physical ${name}`, [property('vlan', vlanRange && printNumbers(vlanRange)), property('mtu', mtuBytes), flag('flat', flat)]);
}

/** `1..1000`, or one number. */
function printNumbers({ first, last }: NumberRange): string {
  return first === last ? String(first) : `${String(first)}..${String(last)}`;
}
