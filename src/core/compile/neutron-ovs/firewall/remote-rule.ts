import type { PlannedSecurityRule } from '#core/plan';
import { type ConjunctionIds, conjunctionOf } from './conjunction-ids.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { detailOf } from './rule-match.ts';

/** A rule of a port that names a remote group, and its conjunction. */
export interface RemoteRule {
  readonly target: IntegrationPort;
  readonly rule: PlannedSecurityRule;
  readonly remoteGroup: NonNullable<PlannedSecurityRule['remoteGroup']>;
  /** For packets of known connections; the next higher one is for new ones. */
  readonly conjunction: number;
}

/** A port's rules with a remote group, by group and rule as planned. */
export function remoteRules(target: IntegrationPort, idOf: ConjunctionIds): readonly RemoteRule[] {
  return target.port.securityGroups.flatMap((group) =>
    group.rules.flatMap((rule) => {
      const { remoteGroup } = rule;
      if (!remoteGroup) return [];
      return [{ target, rule, remoteGroup, conjunction: conjunctionOf(idOf(group, rule, remoteGroup.id), detailOf(rule)) }];
    }),
  );
}
