/** What the workbench opens: a folder, and where it is under test, the extension and the module that runs the tests. */
export interface WorkbenchTarget {
  readonly folder?: string | undefined;
  readonly extensionDevelopmentPath?: string | undefined;
  readonly extensionTestsPath?: string | undefined;
}

/** The workbench's address on a code-server. */
export function workbenchUrl(authority: string, { folder, ...underTest }: WorkbenchTarget): string {
  const url = new URL(`http://${authority}/`);
  if (folder !== undefined) url.searchParams.set('folder', folder);
  const payload = Object.entries(underTest).map(([name, file]) => [name, `vscode-remote://${authority}${file}`]);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
