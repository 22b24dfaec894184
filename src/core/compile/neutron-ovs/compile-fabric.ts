import { lazily } from '#core/base';
import { type BridgePlan, type Deployment, type HostPlan, type Surroundings, surroundingsOf } from '#core/plan';
import type { CompiledBridge, CompiledFabric, CompiledHost } from '../compiled.ts';
import { compileFlows } from './compile-flows.ts';
import type { HostContext } from './host-context.ts';
import { portMeters } from './port-meters.ts';
import { compileRulesets } from './rulesets/index.ts';
import type { CompiledFlows } from './sort-flows.ts';

/**
 * Programs every host of a deployment as Neutron's Open vSwitch agents do. The flows of a bridge and the rules of a host are made when they are first looked at and kept, so that
 * a packet costs no more than the bridges it meets.
 */
export function compileFabric(deployment: Deployment): CompiledFabric {
  return { deployment, hosts: deployment.hosts.map(createHostCompiler(deployment)) };
}

/** Programs one host after another, for whoever need not hold all of them: what is looked up in the deployment is indexed once. */
export function createHostCompiler(deployment: Deployment): (host: HostPlan) => CompiledHost {
  const surroundings = surroundingsOf(deployment);
  return (host) => compileHost(surroundings, host);
}

/** Programs a host from its plan and its surroundings alone. */
export function compileHost(surroundings: Surroundings, host: HostPlan): CompiledHost {
  const context: HostContext = { ...surroundings, host };
  const filters = lazily(() => compileRulesets(context.fabric, context.index, host));
  return {
    plan: host,
    bridges: host.bridges.map((plan) => compileBridge(plan, context)),
    get rulesets() {
      return filters().rulesets;
    },
    get addressSets() {
      return filters().addressSets;
    },
  };
}

/** The hosts of a deployment, or some of them, each programmed when it is its turn, so that no more than one has to be held. */
export function* compileEach(deployment: Deployment, hosts: readonly HostPlan[] = deployment.hosts): Generator<CompiledHost> {
  const compile = createHostCompiler(deployment);
  for (const plan of hosts) yield compile(plan);
}

function compileBridge(plan: BridgePlan, context: HostContext): CompiledBridge {
  const flows = lazily((): CompiledFlows => compileFlows(context, plan));
  const meters = lazily(() => portMeters(context, plan));
  return {
    plan,
    get flows() {
      return flows().flows;
    },
    get matchTexts() {
      return flows().matchTexts;
    },
    get meters() {
      return meters();
    },
  };
}
