import { type IpAddress, isMulticastMac, lastAddress, prefixOf, printAddress, printMac, sameAddress } from '#core/net';
import { ETHERTYPE } from '#core/packet';
import type { Flight } from '../event.ts';
import { beginPassage, passHook } from '../netfilter/pass-hook.ts';
import type { Network } from '../network.ts';
import { drop, end, lose, record } from '../record.ts';
import { receiveArp } from './arp.ts';
import { deliverLocally } from './deliver-locally.ts';
import { forwardPacket } from './forward-packet.ts';
import { destinationOf } from './ip-packet.ts';
import { receiveIpv6 } from './receive-ipv6.ts';
import { type Stack, type StackDevice, deviceWithAddress, sceneOf } from './stack.ts';

/** A frame comes in at a device of a stack: frames for other MACs are ignored, ARP, IPv4 and IPv6 are handled, the rest is nobody's. */
export function receiveFrame(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { headers } = flight.packet;
  const scene = sceneOf(stack, device);
  const destination = headers.eth_dst ?? 0n;
  if (destination !== device.mac && !isMulticastMac(destination)) {
    return lose(
      network,
      flight,
      scene,
      'not-for-me',
      `${device.name} has MAC ${printMac(device.mac)} and ignores a frame for ${printMac(destination)}`,
    );
  }
  if (((headers.vlan_tci ?? 0n) & 0x1000n) !== 0n)
    return drop(network, flight, scene, 'unexpected-vlan-tag', `${device.name} carries no VLANs`);
  const received = record(network, flight, scene, { kind: 'receive', inDevice: device.name });
  switch (headers.eth_type) {
    case ETHERTYPE.arp:
      return receiveArp(network, received, stack, device);
    case ETHERTYPE.ipv4:
      return receiveIpv4(network, received, stack, device);
    case ETHERTYPE.ipv6:
      return receiveIpv6(network, received, stack, device);
    default:
      return lose(
        network,
        received,
        scene,
        'unknown-ethertype',
        `${stack.name} knows no protocol 0x${(headers.eth_type ?? 0n).toString(16)}`,
      );
  }
}

function receiveIpv4(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const scene = sceneOf(stack, device);
  if (!destinationOf(flight.packet)) return end(network, flight, scene, { kind: 'not-modelled', feature: 'IPv4 fragments and options' });
  const redirectAddress = device.addresses.find(({ address }) => address.version === 4)?.address;
  const passage = beginPassage(stack.filter, { inDevice: device.name, redirectAddress });
  const passed = passHook(network, flight, scene, passage, 'PREROUTING');
  const destination = passed && destinationOf(passed.flight.packet); // translated by now
  if (!destination) return;
  if (deviceWithAddress(stack, destination) ?? isBroadcast(device, destination)) {
    const local = passHook(network, passed.flight, scene, passed.passage, 'INPUT');
    if (local) deliverLocally(network, local.flight, stack, device);
    return;
  }
  if (isMulticastMac(flight.packet.headers.eth_dst ?? 0n)) {
    return lose(network, passed.flight, scene, 'not-for-me', `${stack.name} has not asked for packets to ${printAddress(destination)}`);
  }
  if (!stack.forwards) {
    return lose(
      network,
      passed.flight,
      scene,
      'not-for-me',
      `${stack.name} has no address ${printAddress(destination)} and forwards nothing`,
    );
  }
  forwardPacket(network, passed.flight, stack, device, passed.passage);
}

/** The limited broadcast address, or the broadcast address of one of the device's subnets; `undefined` otherwise. */
function isBroadcast(device: StackDevice, address: IpAddress): true | undefined {
  const isLimited = address.value === 0xffffffffn;
  return isLimited || device.addresses.some((own) => own.length < 31 && sameAddress(lastAddress(prefixOf(own)), address))
    ? true
    : undefined;
}
