import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ElementId, known } from '#core/base';
import { HostMemory, type MadeOfHost, compileFabric, compileHost } from '#core/compile';
import { writeHost, writeHostScripts } from '#core/compile/script';
import { type Deployment, type HostPlan, PlanMemory, answersFrom, planDeployment, surroundingsOf, watchAnswers } from '#core/plan';
import { parseOstopo } from '#language';
import { createRandom, withRandomEdit, withWordReplaced } from '#test/random-text';
import { generateFleet, withOneVmMore } from '#bench';
import { arbitraryText } from '../print/arbitrary-text.ts';
import { NEIGHBOURS, withTellingEdit } from './telling-edits.ts';

/** The same in every run. */
const SEED = 12;
const EDITS = 5;

/** The same with what a host learns of others by other ways: metadata, groups, l2-population. */
const RELATED = `${NEIGHBOURS.replace('dvr on', 'dvr on  l2-population on  isolated-metadata on  firewall openvswitch')}
tenant c {
  network own { subnet own-4 10.3.0.0/28 { gateway none  dhcp 10.3.0.2 } }
  security-group web { allow ingress tcp 80 from group web }
  vm quiet on h-2 { port own { ip 10.3.0.5  security web } }
  vm shop on h-1 { port own { security web } }
}
`;

type Files = Readonly<Record<string, string>>;

/** Compiles versions of a cloud one after another, only hosts for which something changed. */
function openCloud() {
  const [plan, memory] = [new PlanMemory(), new HostMemory<Files>()];
  return (text: string) => {
    const { deployment } = planDeployment(parseOstopo(text).topology, undefined, plan);
    const recalled = memory.recall(deployment, deployment.hosts);
    const hosts = new Map(deployment.hosts.map((host) => [host.id, recalled.get(host.id) ?? makeAnew(deployment, host)]));
    memory.keep(deployment, hosts);
    const files = Object.assign({}, ...[...hosts.values()].map(({ made }) => made)) as Files; // of all hosts
    return { deployment, files, recalled: new Set(recalled.keys()) };
  };
}

function makeAnew(deployment: Deployment, host: HostPlan): MadeOfHost<Files> {
  const { answers, asked } = watchAnswers(answersFrom(deployment));
  const surroundings = surroundingsOf(deployment, answers);
  const files = [...writeHost(surroundings, compileHost(surroundings, host))].map(([name, pieces]) => [name, [...pieces].join('')]);
  return { asked, made: Object.fromEntries(files) as Files };
}

/** The files as they are without any memory. */
function writeAlone(text: string): Files {
  const files = writeHostScripts(compileFabric(planDeployment(parseOstopo(text).topology).deployment));
  return Object.fromEntries([...files].filter(([name]) => name !== 'manifest.json'));
}

describe('what is remembered of hosts never changes their files', () => {
  const mixtures = fc.sample(arbitraryText, { seed: SEED, numRuns: 8 });

  it('whatever is edited or undone', { timeout: 300_000 }, () => {
    let recalled = 0;
    for (const [i, original] of [...Array<string>(14).fill(RELATED), ...mixtures].entries()) {
      const random = createRandom(SEED * 1000 + i);
      const compile = openCloud();
      const versions = [original];
      for (let step = 0; step < EDITS; step++) {
        const edit = random.pick([withTellingEdit, withTellingEdit, withRandomEdit, withWordReplaced]);
        const text =
          random.below(4) === 0
            ? known(versions[random.below(versions.length)], 'a version')
            : edit(known(versions.at(-1), 'a version'), random);
        versions.push(text);
        const version = compile(text);
        recalled += version.recalled.size;
        expect(version.files, `text ${String(i)}, step ${String(step)}:\n${text}`).toEqual(writeAlone(text));
      }
    }
    expect(recalled).toBeGreaterThan(20); // it was worth testing
  });

  it.each([
    ['the name of the fabric, which marks what a script made', 'fabric f', 'fabric g'],
    ['the address of a port of another host', 'ip 10.2.0.3', 'ip 10.2.0.4'],
    ['a port of another host that goes down', 'port common  port own { ip', 'port common  port own { admin-state down  ip'],
    ['a host that routes for itself', 'host h-[1..2]', 'host h-[1..3]'],
    ['where metadata is answered for guests of another host', 'dhcp 10.3.0.2', 'dhcp 10.3.0.7'],
    ['the gateway of a subnet of guests', 'subnet own-4 10.3.0.0/28 { gateway none', 'subnet own-4 10.3.0.0/28 { gateway 10.3.0.1'],
    ['whether a router of several hosts translates', 'external public', 'external public { snat off }'],
    ['the UUID of a VM', 'vm shop on h-1 {', 'vm shop on h-1 { id 0b2f2f0e-3d6a-4a5b-8a55-5d6d7f0b1c01 '],
    ['a rule of a group', 'allow ingress tcp 80 from', 'allow ingress tcp 81 from'],
    ['a member of a group, on another host', 'vm shop on h-1 { port own { security web } }', 'vm shop on h-1 { port own }'],
  ])('%s', (_what, from, to) => {
    const text = RELATED.replace(from, to);
    const compile = openCloud();
    const before = compile(RELATED).files;
    const after = compile(text).files;
    expect(after).toEqual(writeAlone(text));
    expect(after).not.toEqual(before);
  });
});

describe('hosts are compiled again', () => {
  it('where a VM more changed their files, and nowhere else', () => {
    const text = generateFleet({ ports: 1200, hosts: 40 });
    const compile = openCloud();
    const before = compile(text).files;
    const { deployment, files, recalled } = compile(withOneVmMore(text));
    expect(files).toEqual(writeAlone(withOneVmMore(text)));
    const folders = changedFolders(before, files);
    const again = deployment.hosts.filter(({ id }) => !recalled.has(id)).map(({ name }) => name);
    expect(again.sort()).toEqual([...folders].sort());
    expect(again.length).toBeLessThan(deployment.hosts.length);
  });

  it('not at all where only a line moved', () => {
    const compile = openCloud();
    const { deployment } = compile(RELATED);
    expect([...compile(`\n${RELATED}`).recalled]).toEqual(deployment.hosts.map(({ id }): ElementId => id));
  });
});

function changedFolders(before: Files, after: Files): ReadonlySet<string | undefined> {
  return new Set(Object.entries(after).flatMap(([name, text]) => (before[name] === text ? [] : [name.split('/')[0]])));
}
