import { type ElementId, compact, indexBy, known, sortedBy } from '#core/base';
import type { Finding } from '#core/diagnostics';
import { NO_QOS, type Relations, defaultGroupId, isTrunkParent } from '#core/model';
import type { IpAddress, MacAddress } from '#core/net';
import { allocateAddresses } from './allocate-addresses.ts';
import { assignMacs } from './assign-macs.ts';
import type { UuidOf } from './assign-uuids.ts';
import type { PlannedPort } from './deployment.ts';
import type { PortDraft } from './port-draft.ts';
import { trunkId } from './trunk-id.ts';
import type { Lock } from './lock/lock.ts';
import type { PlanMemory } from './plan-memory.ts';
import { planSecurityGroups } from './plan-security-groups.ts';

/** The ports of the deployment by id, and what could not be given. */
export interface PlannedPorts {
  readonly ports: readonly PlannedPort[];
  readonly findings: readonly Finding[];
}

/** What the ports are planned from, beside their drafts. */
export interface PortsInput {
  readonly relations: Relations;
  readonly uuidOf: UuidOf;
  readonly lock: Lock;
  readonly memory: PlanMemory;
  /** The floating addresses of a network. */
  readonly reservedOn: (network: ElementId) => readonly IpAddress[];
}

/** Fills in addresses, MACs and security groups; a port without address that needs one is left out. */
export function planPorts({ relations, uuidOf, lock, memory, reservedOn }: PortsInput, drafts: readonly PortDraft[]): PlannedPorts {
  const inOrder = sortedBy(drafts, ({ id }) => id);
  const macs = assignMacs(inOrder.map(({ id, mac, locked }) => ({ id, uuid: uuidOf(id), mac, locked: locked.mac })));
  const macOf = ({ id }: PortDraft) => known(macs.get(id), `the MAC of ${id}`);
  const { addresses, findings } = allocateAddresses(
    drafts.map((draft) => ({ draft, mac: macOf(draft) })),
    { lock, memory, reservedOn },
  );
  const ports = inOrder.flatMap((draft) => {
    const given = addresses.get(draft.id);
    const mac = macOf(draft);
    return given ? { draft, mac, addresses: given, ...securityOf(relations, draft, mac) } : [];
  });
  const groups = planSecurityGroups(relations, ports, uuidOf);
  return {
    ports: ports.map(({ draft, mac, addresses: given, portSecurity, allowedAddresses, groups: ids }) => {
      const { id, owner, network, hosts, device, vmPort } = draft;
      return {
        id,
        uuid: uuidOf(id),
        owner,
        network: network.id,
        hosts,
        device,
        binding: vmPort?.binding ?? 'normal',
        adminUp: vmPort?.adminUp ?? true,
        qos: vmPort?.qos ?? NO_QOS,
        localIps: vmPort?.localIps.filter(({ version }) => version === 4) ?? [],
        dhcpOptions: sortedOptions(vmPort?.dhcpOptions ?? []),
        trunk: trunkOf(relations, draft, uuidOf),
        mac,
        addresses: given,
        portSecurity,
        allowedAddresses,
        securityGroups: compact(ids.map((group) => groups.get(group))),
      };
    }),
    findings,
  };
}

/** IPv4 first, then by name and value. */
function sortedOptions(options: PlannedPort['dhcpOptions']): PlannedPort['dhcpOptions'] {
  return sortedBy(
    options,
    ({ version }) => version,
    ({ option }) => option,
    ({ value }) => value,
  );
}

function trunkOf(relations: Relations, { vmPort }: PortDraft, uuidOf: UuidOf): PlannedPort['trunk'] {
  const vlan = vmPort?.subport?.vlan;
  if (vmPort?.subport) return vlan === undefined ? undefined : { kind: 'subport', parent: vmPort.subport.parent, vlan };
  return vmPort && isTrunkParent(relations, vmPort) ? { kind: 'parent', uuid: uuidOf(trunkId(vmPort.id)) } : undefined;
}

interface PortSecurity {
  readonly portSecurity: boolean;
  readonly allowedAddresses: PlannedPort['allowedAddresses'];
  readonly groups: readonly ElementId[];
}

const TRUSTED: PortSecurity = { portSecurity: false, allowedAddresses: [], groups: [] };

/** `network:*` owners are trusted; a VM port that names no group is in the `default` group of its VM's tenant. */
function securityOf(relations: Relations, { vmPort, network }: PortDraft, mac: MacAddress): PortSecurity {
  if (!vmPort?.portSecurity || !network.portSecurity) return TRUSTED;
  const tenant = relations.vm(vmPort.vm)?.tenant ?? network.tenant;
  return {
    portSecurity: true,
    allowedAddresses: vmPort.allowedAddresses.map((pair) => ({ prefix: pair.prefix, mac: pair.mac ?? mac })),
    groups: vmPort.securityGroups ?? [defaultGroupId(tenant)],
  };
}

/** The drafts by port id: pins of the wiring. */
export function indexDrafts(drafts: readonly PortDraft[]): ReadonlyMap<ElementId, PortDraft> {
  return indexBy(drafts, (draft) => draft.id);
}
