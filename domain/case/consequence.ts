/** What the law says follows when a duty is not met in time. */
export interface Consequence {
  /** The rule that says so where the ruleset has it as one of its own; else only the article is cited. */
  readonly rule: string | null;
  /** null: no law states a consequence, and the text says so. */
  readonly article: string | null;
  readonly zh: string;
  readonly en: string;
}
