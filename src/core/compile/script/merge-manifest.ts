import { compareText } from '#core/base';
import { type ManifestHost, readManifest } from './read-manifest.ts';

/** What became of two manifests: one text, or why they cannot be one. */
export type MergedManifest =
  | {
      readonly kind: 'merged';
      readonly text: string;
      /** Folders of the earlier one that its new hosts had. */
      readonly replaced: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: string };

/** Puts the hosts of a manifest into an earlier one, each in place of the host of its name; the others stay as they are, byte for byte. */
export function mergeManifest(earlier: string, fresh: string): MergedManifest {
  const [before, added] = [readManifest(earlier), readManifest(fresh)];
  if (!before || !added) return { kind: 'refused', why: 'has a manifest.json that cannot be read' };
  if (before.fabric !== added.fabric) return { kind: 'refused', why: `holds fabric ${before.fabric}, not ${added.fabric}` };
  const names = new Set(added.hosts.map(({ name }) => name));
  const hosts = [...before.hosts.filter(({ name }) => !names.has(name)), ...added.hosts].sort((a, b) => compareText(a.name, b.name));
  return {
    kind: 'merged',
    text: `${JSON.stringify({ ...before, hosts }, undefined, 2)}\n`, // what is read carries everything that was written
    replaced: before.hosts.filter(({ name }) => names.has(name)).flatMap(folderOf),
  };
}

function folderOf({ folder }: ManifestHost): readonly string[] {
  return folder === null ? [] : [folder];
}
