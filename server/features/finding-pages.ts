/**
 * Where the page of each finding can be opened. VS Code's extension names the folder it carries, and the command line has one beside itself; an editor may
 * name another (`"initializationOptions": { "findingPages": "file:///…/docs/findings/" }`), or none with `""`. Without it a finding has no link.
 */
export class FindingPages {
  /** `base`: where they lie unless the client says otherwise. */
  constructor(private base?: string) {}

  /** Takes over what the client said when it started the server. */
  configure(initializationOptions: unknown): void {
    if (typeof initializationOptions !== 'object' || initializationOptions === null || !('findingPages' in initializationOptions)) return;
    const pages = initializationOptions.findingPages;
    this.base = typeof pages === 'string' && pages !== '' ? pages : undefined;
  }

  /** The address of a code's page. */
  of(code: string): string | undefined {
    return this.base === undefined ? undefined : `${this.base.replace(/\/+$/, '')}/${code}.md`;
  }
}
