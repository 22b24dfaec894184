import {
  EmptyFileSystem,
  type LangiumCoreServices,
  type LangiumSharedCoreServices,
  type Module,
  type PartialLangiumCoreServices,
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  inject,
} from 'langium';
import { OstopoGeneratedModule, OstopoGeneratedSharedModule } from './generated/module.ts';
import { OneLanguageRegistry } from './one-language-registry.ts';
import { OstopoNameProvider } from './names/ostopo-name-provider.ts';
import { OstopoScopeComputation } from './names/ostopo-scope-computation.ts';
import { OstopoScopeProvider } from './names/ostopo-scope-provider.ts';
import { TenantMemory } from './lowering/tenant-memory.ts';
import { OstopoLexer } from './parsing/ostopo-lexer.ts';
import { OstopoLexerMessages } from './parsing/ostopo-lexer-messages.ts';
import { OstopoParserMessages } from './parsing/ostopo-parser-messages.ts';
import { type PiecewiseParser, createPiecewiseParser } from './parsing/piecewise-parser.ts';
import { OstopoValueConverter } from './parsing/ostopo-value-converter.ts';

/** What is of a narrower kind than Langium's own services. */
export interface AddedCoreServices {
  readonly parser: { readonly LangiumParser: PiecewiseParser };
  readonly references: { readonly ScopeProvider: OstopoScopeProvider; readonly TenantMemory: TenantMemory };
}

/** What the language changes of Langium's services: names, words and messages. A language server adds this to Langium's own modules. */
export const OstopoModule: Module<LangiumCoreServices & AddedCoreServices, PartialLangiumCoreServices & AddedCoreServices> = {
  parser: {
    Lexer: (services) => new OstopoLexer(services),
    LangiumParser: (services) => createPiecewiseParser(services),
    ValueConverter: () => new OstopoValueConverter(),
    LexerErrorMessageProvider: () => new OstopoLexerMessages(),
    ParserErrorMessageProvider: (services) => new OstopoParserMessages(services),
  },
  references: {
    NameProvider: () => new OstopoNameProvider(),
    ScopeComputation: () => new OstopoScopeComputation(),
    ScopeProvider: (services) => new OstopoScopeProvider(services),
    TenantMemory: () => new TenantMemory(),
  },
};

/** The language without an editor: for the command line, tests and workers. */
export interface OstopoCoreServices {
  readonly shared: LangiumSharedCoreServices;
  readonly Ostopo: LangiumCoreServices & AddedCoreServices;
}

/** Creates the language's services without file system and language server. */
export function createOstopoCoreServices(): OstopoCoreServices {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), OstopoGeneratedSharedModule, {
    ServiceRegistry: () => new OneLanguageRegistry(),
  });
  const Ostopo = inject(createDefaultCoreModule({ shared }), OstopoGeneratedModule, OstopoModule);
  shared.ServiceRegistry.register(Ostopo);
  return { shared, Ostopo };
}
