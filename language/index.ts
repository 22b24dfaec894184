/*
 * Text and names. `parseOstopo` (one text) or `createOstopoReader` (many) turn text into a Topology and findings, in Node and in workers.
 * A language server composes its services as `inject(createDefaultSharedModule(context), OstopoGeneratedSharedModule)` and
 * `inject(createDefaultModule({ shared }), OstopoGeneratedModule, OstopoModule, …)`; it takes the findings of a parsed document from
 * `readDocument(document)`, in place of Langium's own lexer, parser and linking diagnostics, and `astOf` of the result leads from
 * a model element to its syntax node. A model is a file and what it imports: `readDocument(document, documentOf)` asks for the imported
 * documents, which may come from a workspace, and `importedUris(document)` says which ones have to be there. References link through the scope provider: definition, references and scopes for completion.
 */
export { type OstopoModel, type OstopoReader, type TextOf, createOstopoReader, parseOstopo, readDocument } from './parse-ostopo.ts';
export { type DocumentOf, importedUris, modelDocuments } from './imports/collect-documents.ts';
export { BLOCK_HEADERS } from './parsing/block-headers.ts';
export { createBlockContents } from './parsing/close-open-blocks.ts';
export { REASON_TO_COME } from './parsing/read-silences.ts';
export { modelRoots } from './imports/model-roots.ts';
export { importTarget } from './imports/import-uri.ts';
export { type LoweredModel, lowerModel } from './lowering/lower-model.ts';
export { type ElementNodes, createElementNodes } from './lowering/element-nodes.ts';
export { TenantMemory } from './lowering/tenant-memory.ts';
export { type AddedCoreServices, type OstopoCoreServices, OstopoModule, createOstopoCoreServices } from './ostopo-module.ts';
export { OstopoGeneratedModule, OstopoGeneratedSharedModule, OstopoLanguageMetaData } from './generated/module.ts';
export * as ast from './generated/ast.ts';
export { type PacketSpecError, parsePacketSpec } from './request/parse-packet-spec.ts';
export { parseTracedPacket } from './request/parse-traced-packet.ts';
export { type EndpointError, createEndpointResolver, resolveEndpoint } from './request/resolve-endpoint.ts';
export type { NameTree } from './names/name-tree.ts';
export { topologyNames } from './names/topology-names.ts';
export { expandWord } from './names/name-pattern.ts';
export { endpointNames } from './names/resolve-endpoint-name.ts';
export { didYouMean, nearestName } from './names/nearest-name.ts';
export { type GrammarWords, createGrammarWords } from './parsing/grammar-words.ts';
export { type FormatEdit, type FormatServices, applyEdits, editsInLines, formatEdits, formatText } from './format/format-edits.ts';
export { indentAt } from './format/indent-at.ts';
export { printTopology } from './print/print-topology.ts';
export { printPacket } from './print/print-expectation.ts';
export { type FixContext, createFixContext, isRepeated } from './fixes/fix-context.ts';
export type { Fix, FixChange } from './fixes/fix.ts';
export { FIXABLE_CODES, findFixes, fixTogether } from './fixes/find-fixes.ts';
export { type FreeValues, createFreeValues } from './fixes/free-values.ts';
export { type AnalysedModel, type RefactoringInput } from './refactor/refactoring.ts';
export { type Refactoring, type TextReplacement, applyTextChanges } from './refactor/text-replacement.ts';
export { renumberSubnet } from './refactor/renumber-subnet.ts';
export { planSplit, splitSubnet } from './refactor/split-subnet.ts';
export { extractSecurityGroup } from './refactor/extract-security-group.ts';
export { evacuateHost, moveVms } from './refactor/move-vms.ts';
export { checkRenamed, renameElement, writtenName } from './refactor/rename-element.ts';
export { type SpelledName, mentionsIn, referencesIn, spelledNames } from './refactor/spelled-names.ts';
export { pinDerivedValues, printPlan } from './refactor/pin-derived-values.ts';
export { addInside } from './fixes/block-edits.ts';
export { lineBreakOf } from './refactor/edit-block.ts';
