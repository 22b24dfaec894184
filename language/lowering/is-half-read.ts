import type { AstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import type { Recovered } from './recovered.ts';

const COMMENT = /\/\*[^]*?(?:\*\/|$)|\/\/[^\n\r]*/g;

/**
 * Whether the line of a rule says more than was read of it: a list that ends in a comma, words behind it that nothing is made of. Such a rule may
 * have been meant narrower than it reads (`allow ingress tcp 22 form 10.0.0.0/8`).
 */
export function isHalfRead(rule: Recovered<ast.SecurityRule> & AstNode): boolean {
  const cst = rule.$cstNode;
  if (!cst) return false;
  const group = rule.$container as Recovered<ast.SecurityGroup> & AstNode; // the grammar has rules nowhere else
  const next = group.properties[(rule.$containerIndex ?? 0) + 1];
  if (next && ast.isUnknownStatement(next) && next.$cstNode?.range.start.line === cst.range.end.line) return true;
  const written = cst.text.replaceAll(COMMENT, '').trimEnd();
  if (written.endsWith(',')) return true;
  const behind = cst.root.fullText.slice(cst.end, next?.$cstNode?.offset ?? group.$cstNode?.end ?? cst.end);
  const [line = ''] = behind.replaceAll(COMMENT, '').split(/[\n\r]/, 1);
  return !/^[\s}]*$/.test(line);
}
