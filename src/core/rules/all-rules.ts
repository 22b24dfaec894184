import { checkAddressRepeats } from './addressing/check-address-repeats.ts';
import { checkDhcpOptions } from './addressing/check-dhcp-options.ts';
import { checkDistributedDhcp } from './addressing/check-distributed-dhcp.ts';
import { checkExternalOverlaps } from './addressing/check-external-overlaps.ts';
import { checkGateways } from './addressing/check-gateways.ts';
import { checkIpVersions } from './addressing/check-ip-versions.ts';
import { checkIpv6Modes } from './addressing/check-ipv6-modes.ts';
import { checkLocalIps } from './addressing/check-local-ips.ts';
import { checkMacs } from './addressing/check-macs.ts';
import { checkPinnedAddresses } from './addressing/check-pinned-addresses.ts';
import { checkPools } from './addressing/check-pools.ts';
import { checkRouteConflicts } from './addressing/check-route-conflicts.ts';
import { checkRouterOverlaps } from './addressing/check-router-overlaps.ts';
import { checkRoutes } from './addressing/check-routes.ts';
import { checkSubnetLimits } from './addressing/check-subnet-limits.ts';
import { checkSubnetOverlaps } from './addressing/check-subnet-overlaps.ts';
import { checkSubnetPrefix } from './addressing/check-subnet-prefix.ts';
import { checkUnderlayOverlap } from './addressing/check-underlay-overlap.ts';
import { checkUuids } from './addressing/check-uuids.ts';
import { checkNotModelled } from './not-modelled/check-not-modelled.ts';
import type { Rule } from './rule.ts';
import { checkAllowedAddresses } from './security/check-allowed-addresses.ts';
import { checkFirewallEffect } from './security/check-firewall-effect.ts';
import { checkGroupUse } from './security/check-group-use.ts';
import { checkOpenPorts } from './security/check-open-ports.ts';
import { checkPermittedEthertypes } from './security/check-permitted-ethertypes.ts';
import { checkForeignGroups } from './security/check-foreign-groups.ts';
import { checkHostBits } from './security/check-host-bits.ts';
import { checkPortSecurity } from './security/check-port-security.ts';
import { checkSecurityRules } from './security/check-security-rules.ts';
import { checkShadowedRules } from './security/check-shadowed-rules.ts';
import { checkUnfilteredPorts } from './security/check-unfiltered-ports.ts';
import { checkArpResponder } from './segments/check-arp-responder.ts';
import { checkMtus } from './segments/check-mtus.ts';
import { checkNumberRanges } from './segments/check-number-ranges.ts';
import { checkProviderNetworks } from './segments/check-provider-networks.ts';
import { checkTunnelAddresses } from './segments/check-tunnel-addresses.ts';
import { checkVnis } from './segments/check-vnis.ts';
import { checkBridgeAddresses } from './wiring/check-bridge-addresses.ts';
import { checkDevices } from './wiring/check-devices.ts';
import { checkFloatingIps } from './wiring/check-floating-ips.ts';
import { checkGatewaysOut } from './wiring/check-gateways-out.ts';
import { checkGuarantees } from './wiring/check-guarantees.ts';
import { checkGuestValues } from './wiring/check-guest-values.ts';
import { checkHosts } from './wiring/check-hosts.ts';
import { checkLocalNetworks } from './wiring/check-local-networks.ts';
import { checkLocalVlans } from './wiring/check-local-vlans.ts';
import { checkOfports } from './wiring/check-ofports.ts';
import { checkPacketLimits } from './wiring/check-packet-limits.ts';
import { checkReach } from './wiring/check-reach.ts';
import { checkRouterInterfaces } from './wiring/check-router-interfaces.ts';
import { checkRouterModes } from './wiring/check-router-modes.ts';
import { checkServiceHosts } from './wiring/check-service-hosts.ts';
import { checkSharing } from './wiring/check-sharing.ts';
import { checkSriov } from './wiring/check-sriov.ts';
import { checkTrunks } from './wiring/check-trunks.ts';
import { checkUnused } from './wiring/check-unused.ts';
import { checkVmHosts } from './wiring/check-vm-hosts.ts';

/** Every rule there is, in the order of their codes. */
export const ALL_RULES: readonly Rule[] = [
  checkSubnetPrefix,
  checkSubnetOverlaps,
  checkRouterOverlaps,
  checkUnderlayOverlap,
  checkGateways,
  checkPools,
  checkPinnedAddresses,
  checkAddressRepeats,
  checkRoutes,
  checkExternalOverlaps,
  checkSubnetLimits,
  checkIpVersions,
  checkIpv6Modes,
  checkRouteConflicts,
  checkMacs,
  checkUuids,
  checkDhcpOptions,
  checkLocalIps,
  checkDistributedDhcp,
  checkVnis,
  checkNumberRanges,
  checkTunnelAddresses,
  checkMtus,
  checkProviderNetworks,
  checkArpResponder,
  checkVmHosts,
  checkServiceHosts,
  checkRouterInterfaces,
  checkLocalVlans,
  checkOfports,
  checkHosts,
  checkReach,
  checkSriov,
  checkGatewaysOut,
  checkFloatingIps,
  checkRouterModes,
  checkSharing,
  checkGuestValues,
  checkTrunks,
  checkUnused,
  checkDevices,
  checkBridgeAddresses,
  checkLocalNetworks,
  checkSecurityRules,
  checkPortSecurity,
  checkFirewallEffect,
  checkAllowedAddresses,
  checkGroupUse,
  checkShadowedRules,
  checkOpenPorts,
  checkPermittedEthertypes,
  checkHostBits,
  checkForeignGroups,
  checkUnfilteredPorts,
  checkPacketLimits,
  checkGuarantees,
  checkNotModelled,
];
