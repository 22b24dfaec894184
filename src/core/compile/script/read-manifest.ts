import { MANIFEST_SCHEMA } from './manifest.ts';

/** The file of an output folder that says what is in it. */
export const MANIFEST_FILE = 'manifest.json';

/** What an earlier `manifest.json` says of the folder it stands in. */
export interface ReadManifest {
  readonly fabric: string;
  readonly hosts: readonly ManifestHost[];
}

/** A host in it, with all that is written of it. */
export interface ManifestHost {
  readonly name: string;
  /** `null`: nothing is to be done there, so it has no files. */
  readonly folder: string | null;
  /** Over all its files; `null` where there are none. */
  readonly hash: string | null;
  readonly files: readonly { readonly path: string }[];
}

/** Reads a `manifest.json` of this schema; `undefined` for any other text. */
export function readManifest(text: string): ReadManifest | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isManifest(document) ? document : undefined;
}

/** The files of a folder that a manifest accounts for, itself among them; paths with `/`. */
export function filesOfManifest({ hosts }: ReadManifest): ReadonlySet<string> {
  const paths = hosts.flatMap(({ folder, files }) => (folder === null ? [] : files.map(({ path }) => `${folder}/${path}`)));
  return new Set([MANIFEST_FILE, ...paths]);
}

/** Says of paths in a folder why it must not be replaced, in words that follow its name; `undefined` when they all are earlier output. */
export type OutputCheck = (paths: readonly string[]) => string | undefined;

/**
 * Makes the check of a folder's content: a manifest of ours has to list it. Paths are relative with `/`, a directory ends in `/`.
 * @param manifest the text of the folder's `manifest.json`, when it has one
 */
export function createOutputCheck(manifest: string | undefined): OutputCheck {
  const read = manifest === undefined ? undefined : readManifest(manifest);
  if (!read) {
    const fault =
      manifest === undefined
        ? `holds files that are not ostopo's output (it has no ${MANIFEST_FILE})`
        : `holds a ${MANIFEST_FILE} that is not of this ostopo's output`;
    return (paths) => (paths.length > 0 ? fault : undefined);
  }
  const files = filesOfManifest(read);
  const known = new Set([...files, ...[...files].flatMap(directoriesOf)]);
  return (paths) => {
    const stranger = paths.find((path) => !known.has(path));
    return stranger === undefined ? undefined : `holds ${stranger}, which is not ostopo's output (its ${MANIFEST_FILE} does not list it)`;
  };
}

/** `a/`, `a/b/` of `a/b/c`. */
function directoriesOf(file: string): readonly string[] {
  return [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index + 1));
}

function isManifest(document: unknown): document is ReadManifest {
  return (
    isRecord(document) &&
    document.schema === MANIFEST_SCHEMA &&
    typeof document.fabric === 'string' &&
    Array.isArray(document.hosts) &&
    document.hosts.every(isHost)
  );
}

function isHost(host: unknown): host is ManifestHost {
  return (
    isRecord(host) &&
    typeof host.name === 'string' &&
    (host.folder === null || typeof host.folder === 'string') &&
    (host.hash === null || typeof host.hash === 'string') &&
    Array.isArray(host.files) &&
    host.files.every((file) => isRecord(file) && typeof file.path === 'string')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
