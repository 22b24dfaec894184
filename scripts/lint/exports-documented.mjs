const DECLARATIONS = new Set([
  'FunctionDeclaration',
  'ClassDeclaration',
  'VariableDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
]);

/** ESLint rule: what a file exports by a declaration says in a doc comment what it is for. */
export const exportsDocumented = {
  meta: {
    type: 'suggestion',
    docs: { description: 'exported declarations have a doc comment' },
    messages: { missing: 'Say in a doc comment (/** … */) what this exported declaration is for.' },
    schema: [],
  },
  create(context) {
    const isDocumented = (node) => {
      const before = context.sourceCode.getCommentsBefore(node).at(-1);
      return before?.type === 'Block' && before.value.startsWith('*');
    };
    return {
      ExportNamedDeclaration(node) {
        if (!node.declaration || !DECLARATIONS.has(node.declaration.type)) return;
        if (isOverload(node) || isDocumented(node)) return;
        context.report({ node: node.declaration.id ?? node.declaration, messageId: 'missing' });
      },
    };
  },
};

/** Whether the declaration just before is an overload of the same function, which carries the comment. */
function isOverload(node) {
  const siblings = node.parent.body;
  const previous = siblings[siblings.indexOf(node) - 1]?.declaration;
  return previous?.type === 'TSDeclareFunction' && previous.id?.name === node.declaration.id?.name;
}
