import { expect, it } from 'vitest';
import { known } from '#core/base';
import { capturedPackets } from '#lab';
import { type MacAddress, createMac, parseAddress } from '#core/net';
import { type Packet, createArpRequest, createEchoRequest, encapsulate, encodeFrame } from '#core/packet';

const address = (text: string) => known(parseAddress(text), text);
const [GUEST, PEER] = [0xfa163e000001n, 0xfa163e000002n].map(createMac) as [MacAddress, MacAddress]; // one for each

const tunnelled = (inner: Packet) =>
  encapsulate(inner, {
    type: 'vxlan',
    tunnelId: 22n,
    udpPort: 4789,
    localIp: address('192.168.255.19'),
    remoteIp: address('192.168.255.26'),
    localMac: GUEST,
    remoteMac: PEER,
  });

function captureFile(packets: readonly Packet[]): Uint8Array {
  const words = (...values: number[]) => [...new Uint8Array(Uint32Array.from(values).buffer)];
  const records = packets.map((packet) => encodeFrame(packet)).flatMap((frame) => [...words(0, 0, frame.length, frame.length), ...frame]);
  return Uint8Array.from([...words(0xa1b2c3d4, 0, 0, 0, 0, 1), ...records]);
}

it('the tunnel packets of a capture are told with their ends, VNI and what is inside, others left out', () => {
  const ping = createEchoRequest(
    { sourceMac: GUEST, destinationMac: PEER, source: address('10.0.1.85'), destination: address('10.0.1.88') },
    { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(8) },
  );
  const arp = createArpRequest({ mac: GUEST, address: address('10.0.1.85') }, address('10.0.1.88'));
  const outer = { outerSource: '192.168.255.19', outerDestination: '192.168.255.26', vni: 22, sourceMac: 'fa:16:3e:00:00:01' };
  expect(capturedPackets(captureFile([tunnelled(arp), ping, tunnelled(ping)]), { overlay: 'vxlan', overlayUdpPort: 4789 })).toEqual([
    { ...outer, destinationMac: 'ff:ff:ff:ff:ff:ff', packet: 'arp who-has 10.0.1.88 tell 10.0.1.85' },
    { ...outer, destinationMac: 'fa:16:3e:00:00:02', packet: '10.0.1.85 > 10.0.1.88 icmp echo-request ttl 64' },
  ]);
});
