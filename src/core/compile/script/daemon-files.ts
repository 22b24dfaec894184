import type { NamespacePlan } from '#core/plan';
import { haproxyConfiguration } from './haproxy.ts';
import { radvdConfiguration } from './radvd.ts';
import { haproxyPath, radvdPath } from './script-files.ts';

/** A daemon of the L3 agent in a namespace, known by its configuration file. */
export interface NamespaceDaemon {
  /** The same below the scripts and below the state folder. */
  readonly file: string;
  readonly configuration: string;
  /** The program and its words; the option that names the file stands last. */
  readonly command: readonly string[];
  readonly purpose: string;
}

/** The daemons of a namespace, which run as long as it is there. */
export function namespaceDaemons({ radvd, metadataProxy }: NamespacePlan): readonly NamespaceDaemon[] {
  return [
    ...(radvd
      ? [
          {
            file: radvdPath(radvd.routerUuid),
            configuration: radvdConfiguration(radvd),
            command: ['radvd', '-m', 'syslog', '-C'],
            purpose: 'router advertisements',
          },
        ]
      : []),
    ...(metadataProxy
      ? [
          {
            file: haproxyPath(metadataProxy.id),
            configuration: haproxyConfiguration(metadataProxy),
            command: ['haproxy', '-D', '-f'],
            purpose: 'the metadata proxy',
          },
        ]
      : []),
  ];
}
