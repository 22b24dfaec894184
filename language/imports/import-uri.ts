import { URI, UriUtils } from 'langium';

/** Where an `import` leads, or why its path is none. */
export type ImportTarget = { readonly kind: 'file'; readonly uri: string } | { readonly kind: 'malformed'; readonly message: string };

/** The URI of an imported file: the path is relative to the folder of the file that imports it, with `/` on every system. */
export function importTarget(importingUri: string, path: string): ImportTarget {
  if (path === '') return malformed('the name of the file is missing: write `import "other.ostopo"`');
  if (path.includes('\\')) return malformed(`\`${path}\` has a backslash: folders are parted by \`/\`, on every system`);
  if (path.startsWith('/') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(path))
    return malformed(`\`${path}\` is no relative path: name the file from the folder of this one, such as \`../shared/hosts.ostopo\``);
  if (!path.endsWith('.ostopo')) return malformed(`\`${path}\` is no \`.ostopo\` file`);
  return { kind: 'file', uri: UriUtils.resolvePath(UriUtils.dirname(URI.parse(importingUri)), path).toString() };
}

function malformed(message: string): ImportTarget {
  return { kind: 'malformed', message };
}
