import { DefaultValueConverter, type CstNode, type GrammarAST, type ValueType } from 'langium';

/** Reads quoted names without escapes, also ones whose closing quote is not typed yet. */
export class OstopoValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, cstNode: CstNode): ValueType {
    if (rule.name === 'STRING') return input.replaceAll('"', '');
    return super.runConverter(rule, input, cstNode);
  }
}
