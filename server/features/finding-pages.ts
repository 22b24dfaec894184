/**
 * Where the page of each finding can be opened. Only whoever starts the server knows: VS Code's extension names the folder it carries, another editor
 * may name one of its own (`"initializationOptions": { "findingPages": "file:///…/docs/findings/" }`). Without it a finding has no link.
 */
export class FindingPages {
  private base: string | undefined;

  /** Takes over what the client said when it started the server. */
  configure(initializationOptions: unknown): void {
    const said = typeof initializationOptions === 'object' && initializationOptions !== null && 'findingPages' in initializationOptions;
    const pages = said ? initializationOptions.findingPages : undefined;
    this.base = typeof pages === 'string' && pages !== '' ? `${pages.replace(/\/+$/, '')}/` : undefined;
  }

  /** The address of a code's page. */
  of(code: string): string | undefined {
    return this.base === undefined ? undefined : `${this.base}${code}.md`;
  }
}
