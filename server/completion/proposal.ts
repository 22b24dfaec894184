import type { AstNode } from 'langium';
import type { FreeValues } from '#language';
import type { Analysis } from '../analysis/analysis.ts';

/** A value that fits where the cursor is, and what it is. */
export interface ValueProposal {
  readonly text: string;
  readonly detail: string;
}

/** What values are proposed from: the model, the block around the cursor, and what is free. */
export interface ProposalInput {
  readonly analysis: Analysis;
  readonly block: AstNode | undefined;
  readonly free: FreeValues;
  /** What stands behind the cursor on its line. */
  readonly following: string;
}
