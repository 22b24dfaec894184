import type { CompiledFabric, CompiledHost } from '#core/compile';
import { type Deployment, type Surroundings, surroundingsOf } from '#core/plan';
import { printAddressSet } from '#core/netfilter';
import { namespaceDaemons } from './daemon-files.ts';
import { dnsmasqFiles } from './dnsmasq.ts';
import { flowFile } from './flow-file.ts';
import { type HostView, viewHost } from './host-view.ts';
import { keepalivedConfiguration } from './keepalived.ts';
import { compareFile, libraryFile } from './library/index.ts';
import { type DescribedHost, describeHost, measureText, printManifest } from './manifest.ts';
import { PHASE_NAMES } from './phases.ts';
import { ruleFile } from './rule-file.ts';
import { addressSetPath, dhcpPath, flowPath, hostFolder, keepalivedPath, rulesPath } from './script-files.ts';
import { setupScript, teardownScript } from './setup-script.ts';

/**
 * The scripts of a fabric as relative paths and texts: a folder per host that has anything to set up, complete in itself, and `manifest.json`
 * over all. Files ending in `.sh` are meant to be executable.
 */
export function writeHostScripts(fabric: CompiledFabric): ReadonlyMap<string, string> {
  return new Map(streamHostScripts(fabric.deployment, fabric.hosts));
}

/** The same, host after host, for whoever need not hold all of them; the manifest comes last. */
export function* streamHostScripts(
  deployment: Deployment,
  hosts: Iterable<CompiledHost>,
): Generator<readonly [path: string, text: string]> {
  const surroundings = surroundingsOf(deployment);
  const described: DescribedHost[] = [];
  for (const host of hosts) {
    const files = [...writeHost(surroundings, host)].map(([path, pieces]) => [path, [...pieces].join('')] as const);
    described.push(
      describeHost(
        host,
        files.map(([path, text]) => [path, measureText(text)]),
      ),
    );
    yield* files;
  }
  yield ['manifest.json', printManifest(deployment.fabric.name, described)];
}

/** The text of a file in pieces, which are made while it is read: a large one need never be there as a whole. */
export type TextPieces = Iterable<string>;

/** Writes the files of a host from its program and its surroundings alone; a host without anything to set up has none. */
export function writeHost(surroundings: Surroundings, host: CompiledHost): ReadonlyMap<string, TextPieces> {
  if (host.plan.bridges.length === 0) return new Map();
  const folder = hostFolder(host.plan.name);
  return new Map([...hostFiles(viewHost(surroundings, host))].map(([name, text]) => [`${folder}/${name}`, text]));
}

function hostFiles(view: HostView): Map<string, TextPieces> {
  const { compiled, plan } = view;
  return new Map<string, TextPieces>([
    ['setup.sh', [setupScript(view)]],
    ['teardown.sh', [teardownScript(view)]],
    ['lib.sh', [libraryFile(PHASE_NAMES)]],
    ['compare.sh', [compareFile()]],
    ...compiled.bridges.map((bridge): [string, TextPieces] => [flowPath(bridge.plan.name), flowFile(plan.name, bridge)]),
    ...smallFiles(view).map(([name, text]): [string, TextPieces] => [name, [text]]),
  ]);
}

function smallFiles({ compiled, plan }: HostView): [string, string][] {
  return [
    ...compiled.rulesets.map((set): [string, string] => [rulesPath(set.namespace, set.version), ruleFile(set)]),
    ...compiled.addressSets.map((set): [string, string] => [addressSetPath(set.name), printAddressSet(set)]),
    ...plan.namespaces.flatMap(({ keepalived }): [string, string][] =>
      keepalived ? [[keepalivedPath(keepalived.routerUuid), keepalivedConfiguration(keepalived)]] : [],
    ),
    ...plan.namespaces.flatMap(({ dhcp }) =>
      dhcp ? [...dnsmasqFiles(dhcp)].map(([name, text]): [string, string] => [dhcpPath(dhcp.networkUuid, name), text]) : [],
    ),
    ...plan.namespaces.flatMap((namespace) =>
      namespaceDaemons(namespace).map(({ file, configuration }): [string, string] => [file, configuration]),
    ),
  ];
}
