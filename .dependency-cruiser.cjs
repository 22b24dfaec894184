// Holds the layers of ARCHITECTURE.md: an arrow that points upward, or past a folder's index.ts, fails the check.

/** From the bottom up: a folder may import folders of its own line and of the lines above it here, never of those below. */
const layers = [
  ['src/core/base'],
  ['src/core/net', 'src/core/packet', 'src/core/diagnostics'],
  ['src/core/model'],
  ['src/core/rules', 'src/core/openflow', 'src/core/netfilter'],
  ['src/core/plan'],
  ['src/core/compile'],
  ['src/core/dataplane'],
  ['src/core/trace', 'src/core/reach', 'src/core/diagram'],
  ['src/protocol'],
  ['language'],
  ['server', 'src/cli', 'src/lab', 'src/importers'],
  ['client'],
];

const under = (folders) => `^(${folders.join('|')})/`;

const upward = layers.slice(0, -1).map((layer, level) => ({
  name: `upward-from-layer-${level}`,
  comment: `${layer.join(', ')} must not know what is built on it.`,
  severity: 'error',
  from: { path: under(layer) },
  to: { path: under(layers.slice(level + 1).flat()) },
}));

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The packages the pure core may use: each is data in, data out. */
const PURE_PACKAGES = '^node_modules/(@noble/hashes|ipaddr\\.js|uuid)/';

module.exports = {
  forbidden: [
    ...upward,
    forbid(
      'core-is-pure',
      'src/core uses no Node, DOM, Langium or vscode: only itself and pure packages.',
      { path: '^src/core/' },
      {
        pathNot: ['^src/core/', PURE_PACKAGES],
      },
    ),
    forbid(
      'dataplane-runs-flows-only',
      'The emulator never asks the topology what a packet does.',
      { path: '^src/core/dataplane/' },
      {
        path: '^src/core/(model|rules)/',
      },
    ),
    forbid(
      'rules-and-flows-apart',
      'The checks know networks, not flows.',
      { path: '^src/core/rules/' },
      {
        path: '^src/core/(openflow|netfilter)/',
      },
    ),
    forbid(
      'protocol-is-plain-data',
      'Messages between server, client and page are plain types over the core.',
      { path: '^src/protocol/' },
      {
        pathNot: ['^src/(protocol|core)/'],
      },
    ),
    forbid(
      'language-knows-no-editor',
      'The language knows neither the Language Server Protocol nor VS Code.',
      { path: '^language/' },
      {
        path: [
          '^vscode$',
          '^node_modules/(vscode-languageserver(?!-types|-textdocument)|vscode-languageclient)',
          '^node_modules/@types/vscode/',
        ],
      },
    ),
    forbid(
      'server-knows-no-vscode',
      'The server speaks LSP only.',
      { path: '^(server|src)/' },
      {
        path: ['^vscode$', '^node_modules/(@types/vscode|vscode-languageclient)/'],
      },
    ),
    forbid(
      'tools-apart',
      'The server, the lab and the importers do not know the command line.',
      { path: '^(server|src/lab|src/importers)/' },
      {
        path: '^src/cli/',
      },
    ),
    forbid(
      'server-starts-nothing',
      'Processes belong to the command line and the lab.',
      { path: '^server/' },
      { path: '^src/(lab|importers)/' },
    ),
    forbid(
      'client-knows-no-language',
      'The client asks the server: no Langium, no language, no server internals.',
      { path: '^client/' },
      {
        path: ['^(language|server|src/cli|src/lab|src/importers)/', '^node_modules/langium/', '^node_modules/vscode-languageserver/'],
      },
    ),
    forbid(
      'page-knows-no-vscode',
      'The preview page runs in any browser.',
      { path: '^client/webview/' },
      {
        path: ['^vscode$', '^node_modules/(@types/vscode|vscode-languageclient)/', '^client/(?!webview/)'],
      },
    ),
    forbid(
      'page-stays-in-the-page',
      'The client does not reach into the page: they exchange messages.',
      { path: '^client/', pathNot: '^client/webview/' },
      {
        path: '^client/webview/',
      },
    ),
    forbid(
      'no-node-on-the-web',
      'What runs in a browser or a worker uses no Node module.',
      {
        path: ['^(language|src/protocol|client/webview)/', '(-web|-browser)\\.ts$'],
      },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'core-by-index',
      'Another folder of the core only through its index.ts.',
      { path: '^(src/core/[^/]+)/' },
      {
        path: '^src/core/[^/]+/',
        pathNot: ['^$1/', '^src/core/[^/]+/index\\.ts$', '^src/core/compile/script/index\\.ts$'],
      },
    ),
    forbid(
      'core-by-index-from-outside',
      'The core only through its index.ts.',
      { pathNot: '^src/core/' },
      {
        path: '^src/core/',
        pathNot: ['^src/core/[^/]+/index\\.ts$', '^src/core/compile/script/index\\.ts$'],
      },
    ),
    forbid(
      'folders-by-index',
      'Another folder only through its index.ts.',
      { path: '^(language|server|client|src/(?:cli|lab|importers|protocol))/' },
      {
        path: '^(language|server|client|src/(cli|lab|importers|protocol))/',
        pathNot: ['^$1/', '/index\\.ts$'],
      },
    ),
    forbid(
      'no-cycles',
      'Files that import each other cannot be understood one at a time.',
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    ),
    forbid('no-unresolved', 'Every import leads to a file or an installed package.', {}, { couldNotResolve: true, pathNot: '^vscode$' }),
    forbid(
      'no-dev-packages',
      'What is shipped uses only "dependencies".',
      { path: '^(src|language|server|client)/' },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(dist|out)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
