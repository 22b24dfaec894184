import { DefaultValueConverter, type CstNode, type GrammarAST, type ValueType } from 'langium';

/** Reads quoted names without escapes, also ones whose closing quote is not typed yet. */
export class OstopoValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, cstNode: CstNode): ValueType {
    return rule.name === 'STRING' ? readQuoted(input) : super.runConverter(rule, input, cstNode);
  }
}

/** A quote that is not closed ends with its line, and space at the end of a line says nothing. */
function readQuoted(input: string): string {
  const text = input.slice(1);
  return text.endsWith('"') ? text.slice(0, -1) : text.trimEnd();
}
