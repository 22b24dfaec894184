import { type ElementId, createComparison } from '#core/base';
import { type Answers, type Asked, type Deployment, type HostPlan, answersFrom, sameAnswers } from '#core/plan';

/** What was made of a host, and what was asked about its surroundings for it. */
export interface MadeOfHost<T> {
  readonly asked: Asked;
  readonly made: T;
}

interface Earlier<T> {
  readonly deployment: Deployment;
  readonly answers: Answers;
  readonly hosts: ReadonlyMap<ElementId, MadeOfHost<T>>;
}

/**
 * What was made of the hosts of an earlier version of a cloud. It holds for a host of a later one when fabric, the host's plan and the answer to everything that was asked for it
 * are the same: nothing else was there to make it from (`Surroundings`).
 */
export class HostMemory<T> {
  private earlier: Earlier<T> | undefined;

  /** What is remembered of hosts of a deployment and still holds. */
  recall(deployment: Deployment, hosts: readonly HostPlan[]): ReadonlyMap<ElementId, MadeOfHost<T>> {
    const { earlier } = this;
    const same = createComparison();
    if (!earlier || !same(earlier.deployment.fabric, deployment.fabric)) return new Map();
    const [plans, answers] = [new Map(earlier.deployment.hosts.map((host) => [host.id, host])), answersFrom(deployment)];
    return new Map(
      hosts.flatMap((host) => {
        const known = earlier.hosts.get(host.id);
        const holds = known && same(plans.get(host.id), host) && sameAnswers(known.asked, earlier.answers, answers, same);
        return holds ? [[host.id, known] as const] : [];
      }),
    );
  }

  /** Forgets everything: what follows may fail half-way. */
  forget(): void {
    this.earlier = undefined;
  }

  /** Remembers what was made of hosts of a deployment, in place of all that was remembered. */
  keep(deployment: Deployment, hosts: ReadonlyMap<ElementId, MadeOfHost<T>>): void {
    this.earlier = { deployment, answers: answersFrom(deployment), hosts };
  }
}
