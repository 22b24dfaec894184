import { DefaultLanguageServer } from 'langium/lsp';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';

/** What this client can do beyond the protocol's basics, as it said when it connected. */
export interface ClientAbilities {
  /** It has the commands of this project's own extension for code lenses and refactorings. */
  readonly commands: boolean;
  /** It asks anew for code lenses when it is told to. */
  readonly refreshesLenses: boolean;
  /** It asks anew for inlay hints when it is told to. */
  readonly refreshesHints: boolean;
}

/** Langium's server, with the abilities that Langium does not announce. */
export class ModelLanguageServer extends DefaultLanguageServer {
  private known: ClientAbilities = { commands: false, refreshesLenses: false, refreshesHints: false };

  get abilities(): ClientAbilities {
    return this.known;
  }

  protected override buildInitializeResult(params: InitializeParams): InitializeResult {
    const { capabilities } = params;
    const options: unknown = params.initializationOptions;
    this.known = {
      commands: typeof options === 'object' && options !== null && 'commands' in options && options.commands === true,
      refreshesLenses: capabilities.workspace?.codeLens?.refreshSupport ?? false,
      refreshesHints: capabilities.workspace?.inlayHint?.refreshSupport ?? false,
    };
    const result = super.buildInitializeResult(params);
    return {
      ...result,
      capabilities: {
        ...result.capabilities,
        selectionRangeProvider: true,
        codeActionProvider: {
          codeActionKinds: ['quickfix', 'refactor.rewrite', 'refactor.extract', 'refactor.move', 'source.fixAll'],
          resolveProvider: true,
        },
      },
    };
  }
}
