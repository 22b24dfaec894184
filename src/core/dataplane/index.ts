export {
  LOCAL_OFPORT,
  type DropReason,
  type FrameState,
  type NormalDecision,
  type SwitchEvent,
  type SwitchInput,
  type SwitchOutput,
  type SwitchResult,
  type TunnelMetadata,
} from './switch/events.ts';
export { type Switch, createSwitch, learnedFlows, macEntries } from './switch/switch.ts';
export { receive, rehearse } from './switch/receive.ts';
export { MAC_AGING_SECONDS, type MacEntry } from './switch/mac-table.ts';
export type { Capture, DataplaneEvent, Flight, Message, MessagePurpose, NetworkLog, TrailNode } from './event.ts';
export { type Network, type NetworkHost, createNetwork, hostOf, stackOf, stackOfPort, takeLog } from './network.ts';
export { runNetwork } from './run-network.ts';
export { forgetConnections, startAtSwitch, startFrame, startPacket } from './start-message.ts';
export { type FdbEntry, type NeighbourEntry, showFdb, showLearnedFlows, showNeighbours, stackKeys } from './show-state.ts';
export { type Stack, type StackDevice, deviceWithAddress } from './stack/stack.ts';
export { isLinkLocal } from './stack/ipv6-groups.ts';
export { OUTSIDE, type Outside, createOutside } from './stack/create-outside.ts';
export { type FoundRoute, findRoute } from './stack/find-route.ts';
export { createDhcpDiscover } from './stack/dhcp-client.ts';
export {
  type Connection,
  type ConnectionTracker,
  type Tracking,
  UNTRACKED,
  confirmConnection,
  createConnectionTracker,
  notePacket,
  trackPacket,
} from './conntrack/connection-tracker.ts';
export { type PacketContext, matchesRule } from './netfilter/match-rule.ts';
export { type Hook, type TableResult, runTable } from './netfilter/run-table.ts';
