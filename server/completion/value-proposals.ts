import { compact } from '#core/base';
import { printAddress, printMac } from '#core/net';
import { ast, isRepeated } from '#language';
import { subnetsOf } from './addressed-place.ts';
import { freeIn, proposeAddresses, proposeRuns } from './address-values.ts';
import { openDhcpOptions } from './dhcp-option-values.ts';
import { DSCP_MARKS } from './dscp-marks.ts';
import { proposeFloatingIps } from './floating-ip-values.ts';
import { proposeLocalVlan, proposeMtu, proposeTrunkVlan, proposeVlan, proposeVni } from './number-values.ts';
import { proposePackets } from './packet-values.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';
import { proposeRanges } from './range-values.ts';
import { proposeNextHops } from './route-values.ts';
import { proposeGateway, proposePool } from './subnet-values.ts';

/** The values to propose behind the words of a statement; none where no value is due or any would do. */
export function proposeValues(input: ProposalInput, words: readonly string[]): readonly ValueProposal[] {
  const { block, free } = input;
  const [keyword = '', name = ''] = [words.at(-1), words.at(-2)];
  if (name === 'subnet' && ast.isNetwork(block)) return proposeRanges(input, block, keyword);
  if (keyword === 'floating-ip' && ast.isTenant(block)) return proposeFloatingIps(input, block);
  if (keyword === 'via' && words.includes('route')) return proposeNextHops(input, words.at(-2) ?? '');
  if (keyword === 'dscp' && ast.isQos(block)) return DSCP_MARKS;
  if (keyword === 'dhcp-option' && ast.isVmPort(block)) return openDhcpOptions(block);
  if (ast.isSecurityGroup(block) || words.includes('expect') || words.includes('listens')) return proposePackets(input, words);
  if (name === 'local-vlan' && ast.isHost(block)) return proposeLocalVlan(input);
  if (isRepeated(block)) return proposeRuns(input, keyword);
  switch (keyword) {
    case 'ip':
      return proposeAddresses(input);
    case 'mac':
      return [{ text: printMac(free.mac()), detail: 'free in the fabric' }];
    case 'tunnel-ip':
      return compact([free.tunnelAddress()]).map((address) => ({ text: printAddress(address), detail: 'free in the underlay' }));
    case 'vni':
      return ast.isNetwork(block) ? proposeVni(input) : [];
    case 'vlan':
      return ast.isNetwork(block) ? proposeVlan(input) : ast.isVmPort(block) ? proposeTrunkVlan(input, block) : [];
    case 'mtu':
      return ast.isNetwork(block) ? proposeMtu(input) : [];
    case 'gateway':
      return ast.isSubnet(block) ? proposeGateway(input) : [];
    case 'pool':
      return ast.isSubnet(block) ? proposePool(input) : [];
    case 'dhcp':
      return ast.isSubnet(block) ? subnetsOf(input).flatMap((subnet) => freeIn(input, subnet, 1)) : [];
    default:
      return [];
  }
}
