import { type AstNode, AstUtils, CstUtils, type LangiumDocument } from 'langium';
import type { SignatureHelpProvider } from 'langium/lsp';
import type { SignatureHelp, SignatureHelpOptions, SignatureHelpParams } from 'vscode-languageserver';
import { ast } from '#language';

/** The parts of a statement in their order, and what has to stand before the cursor for a part to be due. */
interface Signature {
  readonly parts: readonly Part[];
  readonly documentation: string;
}

interface Part {
  readonly label: string;
  readonly means: string;
  /** Matches the text from the statement's start to the cursor when this part, or one after it, has begun. */
  readonly begins: RegExp;
}

const RULE: Signature = {
  documentation: 'What passes at the ports of a security group. Everything left out means any.',
  parts: [
    { label: 'allow', means: 'The rules of a group only ever allow.', begins: /^/ },
    { label: 'ingress|egress', means: 'Towards the guest, or from it.', begins: /^allow\s/ },
    { label: '[any|tcp|udp|sctp|icmp|icmpv6|proto N]', means: 'The protocol by name, or by its number.', begins: /(in|e)gress\s/ },
    {
      label: '[80, 443, 8000..8100 | type N code N]',
      means: 'Destination ports of tcp, udp and sctp; type and code of icmp.',
      begins: /gress\s+(any|tcp|udp|sctp|icmp|icmpv6|proto\s+\S+)\s/,
    },
    {
      label: '[from|to CIDR|group G|any]',
      means: 'The other side: `from` for ingress, `to` for egress; a group stands for the addresses of its members.',
      begins: /\s(from|to)(\s|$)|gress\s+(any|tcp|udp|sctp|icmp|icmpv6|proto\s+\S+)\s+[\d.,\s]*\d\s+$/,
    },
    {
      label: '[ipv4|ipv6]',
      means: 'The IP version, where the rule is for one only.',
      begins: /\s(from|to)\s+(any|group\s+\S+|(?!group\s)\S+)\s/,
    },
  ],
};

const EXPECTATION: Signature = {
  documentation: '`reaches` wants the first packet delivered and its answer back; `never reaches` wants no such packet delivered.',
  parts: [
    { label: 'expect', means: 'What the network is meant to do.', begins: /^/ },
    { label: '["NAME"]', means: 'What it is called in reports.', begins: /^expect\s+"[^"]*$/ },
    { label: 'A', means: 'A vm, `vm.port`, `tenant.*`, a network, `internet` or an address.', begins: /^expect\s+("[^"]*"\s+|(?!"))/ },
    { label: '[never] reaches', means: 'Whether it must or must never get there.', begins: /^expect\s+("[^"]*"\s+)?[^"\s]\S*\s/ },
    { label: 'B', means: 'A vm, `vm.port`, `tenant.*`, a network, `internet` or an address.', begins: /\sreaches\s/ },
    {
      label: '[with icmp|tcp PORT|udp PORT|arp|dhcp [from PORT] [ttl N] [size BYTES] [df]]',
      means: 'The packet; icmp unless written.',
      begins: /\sreaches\s+\S+\s/,
    },
    { label: '[via HOST|ROUTER]', means: 'Where the packet has to pass.', begins: /\svia(\s|$)/ },
  ],
};

/** Shows the parts of rules and expectations while they are written. */
export class ModelSignatureHelpProvider implements SignatureHelpProvider {
  readonly signatureHelpOptions: SignatureHelpOptions = { triggerCharacters: [' '], retriggerCharacters: [' ', ',', '"'] };

  provideSignatureHelp(document: LangiumDocument, { position }: SignatureHelpParams): SignatureHelp | undefined {
    const offset = document.textDocument.offsetAt(position);
    const statement = statementBefore(document, offset);
    const signature = statement && (ast.isExpectation(statement) ? EXPECTATION : RULE);
    const start = statement?.$cstNode?.offset;
    if (!signature || start === undefined) return undefined;
    const written = document.textDocument.getText().slice(start, offset);
    return printSignature(
      signature,
      Math.max(
        0,
        signature.parts.findLastIndex(({ begins }) => begins.test(written)),
      ),
    );
  }
}

/** The rule or expectation whose last word is before the cursor, on one line with it. */
function statementBefore({ parseResult, textDocument }: LangiumDocument, offset: number): AstNode | undefined {
  const root = parseResult.value.$cstNode;
  const leaf = root && CstUtils.findLeafNodeBeforeOffset(root, offset);
  if (!leaf || leaf.text === '}') return undefined;
  const statement = AstUtils.getContainerOfType(leaf.astNode, isStatement);
  const cst = statement?.$cstNode;
  if (!cst || cst.offset > offset) return undefined;
  return /[\n\r}]/.test(textDocument.getText().slice(Math.min(leaf.end, offset), offset)) ? undefined : statement;
}

function isStatement(node: AstNode): node is ast.SecurityRule | ast.Expectation {
  return ast.isSecurityRule(node) || ast.isExpectation(node);
}

function printSignature({ parts, documentation }: Signature, activeParameter: number): SignatureHelp {
  let end = -1;
  const parameters = parts.map(({ label, means }) => {
    const start = end + 1;
    end = start + label.length;
    return { label: [start, end] as [number, number], documentation: { kind: 'markdown' as const, value: means } };
  });
  const label = parts.map((part) => part.label).join(' ');
  return {
    signatures: [{ label, documentation: { kind: 'markdown', value: documentation }, parameters }],
    activeSignature: 0,
    activeParameter,
  };
}
