import type { Flow, Meter } from '#core/openflow';
import type { AddressSet, Ruleset } from '#core/netfilter';
import type { BridgePlan, Deployment, HostPlan } from '#core/plan';

/** The one truth: what is scripted, traced, drawn and run in the lab. What hosts hold may be made when it is first looked at. */
export interface CompiledFabric {
  readonly deployment: Deployment;
  readonly hosts: readonly CompiledHost[];
}

/** Everything one host is programmed with. Addresses, routes and DHCP of its namespaces stand in `plan`. */
export interface CompiledHost {
  readonly plan: HostPlan;
  /** In the order of `plan.bridges`. */
  readonly bridges: readonly CompiledBridge[];
  readonly rulesets: readonly Ruleset[];
  readonly addressSets: readonly AddressSet[];
}

/** A bridge and its flows, sorted by table, then priority from high to low, then the texts of their match's parts. */
export interface CompiledBridge {
  readonly plan: BridgePlan;
  readonly flows: readonly Flow[];
  /** The matches of the flows as text, each part behind a comma: sorting makes them, and whoever writes the flows need not make them again. */
  readonly matchTexts?: readonly string[];
  /** Ascending; its flows name them. */
  readonly meters: readonly PortMeter[];
}

/** The meter of one limit of the port that its origin names. */
export interface PortMeter extends Meter {
  /** Seen from the guest: `egress` is what it sends. */
  readonly direction: 'ingress' | 'egress';
}
