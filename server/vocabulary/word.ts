/** What the editor knows of one word of the language where it starts a block or a property. */
export interface Word {
  /** What it states, in one or two sentences, with Neutron's default where leaving it out has a meaning. */
  readonly means: string;
  /** What completion inserts, in the Language Server Protocol's snippet syntax; the word itself where there is none. */
  readonly snippet?: string;
}

/** The words of one block, by keyword. */
export type Words = Readonly<Record<string, Word>>;
