/** What the system's codes mean to a person. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is a file, not a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it is too large',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  EBUSY: 'it is in use',
  ENXIO: 'it is no file that can be read',
  ETXTBSY: 'it is in use',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk does not answer',
  EXDEV: 'its directory is on another file system',
};

/** Why a file could not be read or written, in a few words: never the system's own, which name temporary files. */
export function describeFileError(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException; // Node's own error type; other errors have no code
  const known = code === undefined ? undefined : MEANINGS[code];
  if (known !== undefined) return known;
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9_]+: ([^,]+),/.exec(text)?.[1] ?? text;
}

/** The same of a file that was to be written: what is missing there is its directory. */
export function describeWriteError(error: unknown): string {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such directory' : describeFileError(error); // as above
}
