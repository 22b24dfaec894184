export type { HeaderField, HeaderValues, Packet, PacketBody } from './packet.ts';
export { ETHERTYPE, ICMP, ICMPV6, IP_PROTOCOL, TCP_FLAG } from './protocol-numbers.ts';
export {
  EMPTY_BODY,
  type PacketEnds,
  createArpReply,
  createArpRequest,
  createEchoRequest,
  createIpPacket,
  createPacket,
  withHeaders,
} from './create-packet.ts';
export { type EncodeOptions, encodeFrame, ipLength } from './encode-frame.ts';
export { decodeFrame } from './decode-frame.ts';
export { type ReadFrame, readFrame } from './read-frame.ts';
export { readHex } from './read-hex.ts';
export { type ReadCapture, readCapture } from './read-capture.ts';
export { fromBytes, joinBytes, numberAt, toBytes } from './bytes.ts';
export { type PseudoHeader, internetChecksum, transportChecksum } from './checksum.ts';
export { type Encapsulation, decapsulate, encapsulate, flowSourcePort } from './encapsulate.ts';
export { type PcapngFrame, type PcapngInterface, writePcapng } from './pcapng.ts';
export { printPacket } from './print-packet.ts';
export { DHCP_TYPE, type DhcpMessage, type DhcpOption, decodeDhcpMessage, dhcpType, encodeDhcpMessage } from './dhcp-message.ts';
