import { type Network, type Stack, findRoute, stackOfPort } from '#core/dataplane';
import { type IpAddress, sameAddress } from '#core/net';
import type { PlannedPort } from '#core/plan';
import type { Ends, NoEnds, Sender } from './choose-ends.ts';

const NO_OUTSIDE: NoEnds = {
  unsuitable: 'the internet: the model has no external network with a physical network, an IPv4 subnet and a gateway that leads outside',
};

/** The host on the internet as a sender. */
export function outsideSender({ outside }: Network): Sender | NoEnds {
  const device = outside?.stack.devices[0];
  return outside && device ? { stack: outside.stack, device } : NO_OUTSIDE;
}

/** A call from the internet: a guest is called by its floating address, and where it has none by its own, to which the internet knows no way. */
export function endsFromOutside(network: Network, to: readonly PlannedPort[] | IpAddress): Ends | NoEnds {
  const sender = outsideSender(network);
  if ('unsuitable' in sender || !network.outside) return NO_OUTSIDE;
  const common = { sender, source: network.outside.address };
  if ('version' in to) return { ...common, destination: to, target: guestBehind(network, to) };
  const { floatingIps } = network.compiled.deployment;
  const called = floatingIps.find(({ port }) => to.some(({ id }) => id === port));
  if (called) return { ...common, destination: called.address, target: stackOfPort(network, called.port)?.stack };
  const own = to
    .flatMap(({ id, addresses }) => addresses.map(({ address }) => ({ id, address })))
    .find(({ address }) => address.version === 4);
  if (!own) return { unsuitable: 'the receiver has no IPv4 address, and the internet of a trace speaks IPv4' };
  return { ...common, destination: own.address, target: stackOfPort(network, own.id)?.stack };
}

/** A call to the host on the internet, from the card that the sender's routes choose. */
export function endsToOutside(
  network: Network,
  senders: readonly Sender[],
  sourceFor: (sender: Sender, destination: IpAddress) => IpAddress | undefined,
): Ends | NoEnds {
  const { outside } = network;
  if (!outside) return NO_OUTSIDE;
  const sender = senders.find(({ stack, device }) => findRoute(stack, outside.address)?.device === device) ?? senders[0];
  const source = sender && sourceFor(sender, outside.address);
  if (!source) return { unsuitable: 'the sender has no IPv4 address, and the internet of a trace speaks IPv4' };
  return { sender, source, destination: outside.address, target: outside.stack };
}

/** The guest that a floating address leads to. */
export function guestBehind(network: Network, address: IpAddress): Stack | undefined {
  const found = network.compiled.deployment.floatingIps.find((floatingIp) => sameAddress(floatingIp.address, address));
  return found && stackOfPort(network, found.port)?.stack;
}
