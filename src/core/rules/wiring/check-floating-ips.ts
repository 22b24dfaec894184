import { compact } from '#core/base';
import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { type FloatingIp, type FloatingIpWay, type Relations, type VmPort, findFloatingIpWay, placeOf, routerModes } from '#core/model';
import { printAddress, sameAddress } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';
import { carriedBy } from './carried-by.ts';

/**
 * OST4020 no router on the way, OST4021 no one fixed address, OST4022 no external network, OST4023 two for one address, OST4024 another
 * tenant's port, OST4033 a distributed one without a way out on its host (neutron-dataplane 9.5). The address itself is checked with the
 * pinned addresses.
 */
export const checkFloatingIps: Rule = (relations) => {
  const ways = relations.topology.floatingIps.map((floatingIp): Way => ({ floatingIp, ...findFloatingIpWay(relations, floatingIp) }));
  return [
    ...compact(ways.map((way) => noNetwork(relations, way) ?? noFixedAddress(relations, way) ?? noRouter(way))),
    ...compact(ways.flatMap((way) => [foreignPort(relations, way), noWayOut(relations, way)])),
    ...findRepeats(ways, keyOf).map(({ first, repeat }) => twice(first, repeat)),
  ];
};

interface Way extends FloatingIpWay {
  readonly floatingIp: FloatingIp;
}

function report(code: FindingCode, { floatingIp }: Way, property: string, message: string, related: Finding['related'] = []): Finding {
  return createFinding(code, { message, place: placeOf(floatingIp, property), related, element: floatingIp.id });
}

function noNetwork({ subnetsOf }: Relations, way: Way): Finding | undefined {
  const { floatingIp, network } = way;
  const name = describeElement(floatingIp);
  if (floatingIp.address.version === 6)
    return report('OST4022', way, 'address', `${name} is IPv6: Neutron translates IPv4 only. Let the guest have an address of its own.`);
  if (!network)
    return floatingIp.network === undefined
      ? report(
          'OST4022',
          way,
          'address',
          `no external network has a subnet with ${name}: nothing in the world leads there. Take an address of one, or mark its network \`external\`.`,
        )
      : undefined;
  const related = [{ message: 'the network', place: network.places.name }];
  if (!network.external)
    return report(
      'OST4022',
      way,
      'from',
      `${name} comes from ${describeElement(network)}, which is not external: Neutron takes floating addresses from networks marked \`external\` only. Mark it, or name another.`,
      related,
    );
  if (subnetsOf(network.id).some(({ prefix }) => prefix.address.version === 4)) return undefined;
  return report('OST4022', way, 'from', `${name} comes from ${describeElement(network)}, which has no IPv4 subnet. Give it one.`, related);
}

/** The address the packets are sent on to must be one, IPv4, and the port's. */
function noFixedAddress({ subnetsOf }: Relations, way: Way): Finding | undefined {
  const { floatingIp, port } = way;
  if (!port) return undefined;
  const { fixed } = floatingIp;
  const pinned = port.addresses.filter(({ version }) => version === 4);
  const name = describeElement(floatingIp);
  const say = (property: string, message: string) =>
    report('OST4021', way, property, message, [{ message: 'the port', place: placeOf(port, 'ip') }]);
  const mayHaveIpv4 =
    port.addresses.length > 0 ? pinned.length > 0 : subnetsOf(port.network).some(({ prefix: { address } }) => address.version === 4);
  if (!mayHaveIpv4) return say('to', `${name} leads to ${describeElement(port)}, which has no IPv4 address. Give it one.`);
  if (fixed === undefined) {
    if (pinned.length < 2) return undefined;
    const list = pinned.map(printAddress).join(', ');
    return say(
      'to',
      `${name} leads to ${describeElement(port)}, which has several IPv4 addresses (${list}). Write \`fixed\` with one of them.`,
    );
  }
  if (pinned.some((address) => sameAddress(address, fixed))) return undefined;
  const text = printAddress(fixed);
  return say(
    'fixed',
    `${name} leads to ${text}, which is no pinned IPv4 address of ${describeElement(port)}: packets for it would end at nobody. Write \`ip ${text}\` at the port, or remove \`fixed\`.`,
  );
}

function noRouter(way: Way): Finding | undefined {
  const { network, subnet, router, port } = way;
  if (!network || !subnet || !port || router) return undefined;
  const name = describeElement(way.floatingIp);
  const message = `${name} cannot lead to ${describeElement(port)}: no router has both an interface on ${describeElement(subnet)} and its gateway on ${describeElement(network)}, so nobody would translate it. Write \`external\` and \`interface\` at one router.`;
  return report('OST4020', way, 'to', message, [
    { message: 'the subnet of the port', place: subnet.places.name },
    { message: 'the external network', place: network.places.name },
  ]);
}

function foreignPort({ vm: vmOf }: Relations, way: Way): Finding | undefined {
  const { floatingIp, port } = way;
  const vm = port && vmOf(port.vm);
  if (!vm || vm.tenant === floatingIp.tenant) return undefined;
  const message = `${describeElement(floatingIp)} leads to ${describeElement(port)} of another tenant: only an administrator can do that, and neither tenant sees why the address is taken. Write it in the tenant of the VM.`;
  return report('OST4024', way, 'to', message, [{ message: 'the port', place: port.places.name }]);
}

/** A distributed router translates on the VM's own host, which then needs the external network (agent mode `dvr`). */
function noWayOut({ topology, vm: vmOf, host: hostOf }: Relations, way: Way): Finding | undefined {
  const { network, router, port } = way;
  if (!network || !router || !port || !routerModes(topology.fabric, router).distributed) return undefined;
  const vm = vmOf(port.vm);
  const host = vm?.host === undefined ? undefined : hostOf(vm.host);
  if (!host || carriedBy(host, network)) return undefined;
  const message = `${describeElement(router)} is distributed, so ${describeElement(way.floatingIp)} is translated on ${describeElement(host)}, which has no bridge to ${describeElement(network)}: its packets would have to take the way over a network host (agent mode \`dvr_no_external\`). Give the host a bridge, or write \`dvr off\` at the router.`;
  return report('OST4033', way, 'to', message, [{ message: 'the host of the VM', place: host.places.name }]);
}

function keyOf({ floatingIp, network, port }: Way): string | undefined {
  if (!network || !port) return undefined;
  return [port.id, network.id, fixedOf(floatingIp, port)].join(' ');
}

function fixedOf({ fixed }: FloatingIp, port: VmPort): string {
  const address = fixed ?? port.addresses.find(({ version }) => version === 4);
  return address ? printAddress(address) : '';
}

function twice(first: Way, repeat: Way): Finding {
  const { network } = repeat;
  const message = `${describeElement(repeat.floatingIp)} leads to the same address as ${describeElement(first.floatingIp)}, and both come from ${network ? describeElement(network) : 'one network'}: answers could go out under one of them only, so Neutron refuses the second. Remove one of them, or give the port another address.`;
  return report('OST4023', repeat, 'to', message, [{ message: 'the other one', place: first.floatingIp.places.name }]);
}
