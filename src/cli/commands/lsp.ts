import { CommandError, EXIT } from '../exit-code.ts';

/** `ostopo lsp --stdio`: the language server, until the editor ends it. The server is loaded here only: the other commands do without. */
export async function runLsp({ stdio }: { readonly stdio: boolean }): Promise<number> {
  if (!stdio) throw new CommandError('lsp speaks over standard input and output: write "ostopo lsp --stdio"');
  const { serveOverStdio } = await import('../language-server.ts');
  await serveOverStdio();
  return EXIT.ok;
}
