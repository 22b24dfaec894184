export {
  type IpAddress,
  addressBits,
  addressBytes,
  addressRange,
  compareAddress,
  createAddress,
  offsetAddress,
  parseAddress,
  printAddress,
  sameAddress,
} from './ip-address.ts';
export {
  type InterfaceAddress,
  type Prefix,
  hasHostBits,
  isHostAddress,
  lastAddress,
  netmask,
  netmaskValue,
  parseInterfaceAddress,
  prefixContains,
  prefixOf,
  prefixSize,
  prefixesOverlap,
  printPrefix,
} from './prefix.ts';
export {
  BROADCAST_MAC,
  type MacAddress,
  createMac,
  eui64Address,
  isMulticastMac,
  linkLocalAddress,
  parseMac,
  printMac,
} from './mac-address.ts';
export { type AddressRange, printRange, rangeContains, rangesOverlap } from './address-range.ts';
