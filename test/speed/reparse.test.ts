import { type AstNode, type CstNode, type ParseResult, isCompositeCstNode } from 'langium';
import { describe, expect, it } from 'vitest';
import { generateModel } from '#bench';
import { type ast, createOstopoCoreServices } from '#language';
import { createRandom, exampleTexts, withRandomEdit } from '#test/random-text';

const { parser } = createOstopoCoreServices().Ostopo;
const { LangiumParser: pieces } = parser;

describe('parsing again after an edit', () => {
  it.each(exampleTexts().map((text, i) => [i, text] as const))(
    'gives what parsing the whole text gives, whatever the edit (example %i)',
    { timeout: 60_000 },
    (example, original) => {
      for (let seed = 1; seed <= 12; seed++) {
        const random = createRandom(seed * 100 + example);
        let [text, result] = [original, pieces.parse(original)];
        for (let step = 0; step < 4; step++) {
          text = withRandomEdit(text, random);
          const again = pieces.reparse(result.value, text);
          result = again ?? pieces.parse(text);
          expect(describeResult(result), `seed ${String(seed)}, step ${String(step)}:\n${text}`).toEqual(
            describeResult(pieces.parse(text)),
          );
        }
      }
    },
  );

  it('needs no parsing of the whole text for most edits', { timeout: 60_000 }, () => {
    const random = createRandom(5);
    let [text, result] = [generateModel({ ports: 40 }), pieces.parse(generateModel({ ports: 40 }))];
    let reused = 0;
    for (let step = 0; step < 100; step++) {
      const edited = withRandomEdit(text, random);
      const again = pieces.reparse(result.value, edited);
      if (!again) continue;
      reused += 1;
      [text, result] = [edited, again];
    }
    expect(reused).toBeGreaterThan(50);
  });

  it('parses one piece where one is edited', () => {
    const text = generateModel({ ports: 300 });
    const { value } = pieces.parse(text);
    const before = pieces.parsedPieces;
    expect(pieces.reparse(value, text.replace('vm vm-7 on', 'vm vm-7 on hv-3,'))).toBeDefined();
    expect(pieces.parsedPieces - before).toBe(1);
  });

  it('keeps the syntax trees of the other pieces', () => {
    const text = generateModel({ ports: 300 });
    const first = pieces.parse<ast.Model>(text).value;
    const items = [...first.items];
    const at = text.indexOf('tenant t2');
    const second = pieces.reparse(first, text.slice(0, at) + text.slice(at).replace('listens tcp 80', 'listens\n tcp 81'))?.value;
    const kept = items.filter((item) => item.$container === second);
    expect(kept.length).toBe(items.length - 1);
  });

  it.each([
    ['an edit between two pieces', 'host a { roles compute }\nhost b { roles compute }', '}\nhost b', '}\nhost c'],
    ['a brace that is opened', 'host a { roles compute }\nhost b { roles compute }', 'a { roles', 'a { { roles'],
    ['a comment that swallows what follows', 'host a { roles compute }\nhost b { roles compute }', 'compute }\nhost', 'compute /* }\nhost'],
    [
      'something after the block on its last line',
      'host a { roles compute } // x\nhost b { roles compute }',
      'roles compute } //',
      'roles network } //',
    ],
  ])('leaves %s to parsing it all', (_what, text, from, to) => {
    expect(pieces.reparse(pieces.parse(text).value, text.replace(from, to))).toBeUndefined();
  });
});

/** All of a result that anyone could see. */
function describeResult({ value, lexerErrors, parserErrors }: ParseResult): unknown {
  const { $cstNode } = value;
  return {
    ast: describeAst(value),
    cst: $cstNode && describeCst($cstNode),
    text: $cstNode?.root.fullText,
    lexerErrors,
    parserErrors: parserErrors.map(({ message, token }) => [message, token.image, token.startOffset, token.startLine, token.startColumn]),
  };
}

function describeAst(node: AstNode): unknown {
  const parts = Object.entries(node).filter(([name]) => !name.startsWith('$'));
  const describe = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(describe);
    if (typeof value !== 'object' || value === null) return value;
    if ('$refText' in value) return { reference: value.$refText };
    const child = value as AstNode; // what else is in a syntax tree
    expect(child.$container).toBe(node);
    return [child.$containerProperty, child.$containerIndex, describeAst(child)];
  };
  return [node.$type, place(node.$cstNode), ...parts.map(([name, value]) => [name, describe(value)])];
}

function describeCst(node: CstNode): unknown {
  if (isCompositeCstNode(node)) for (const child of node.content) expect(child.container).toBe(node);
  return [place(node), node.text, isCompositeCstNode(node) ? node.content.map(describeCst) : node.hidden];
}

function place(node: CstNode | undefined): unknown {
  return node && [node.offset, node.end, node.range];
}
