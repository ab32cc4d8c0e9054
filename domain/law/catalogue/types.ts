import type { Verification } from '../types.ts';

/** Why no code refuses or warns by a rule. */
export type Unenforced =
  /** The platform can do nothing else: where it is made so. */
  | {
      readonly kind: 'built-in';
      readonly places: readonly string[];
      readonly zh: string;
      readonly en: string;
    }
  /** Not the platform's: an act of people that it cannot see, a sanction of an authority, a right that binds nobody. */
  | { readonly kind: 'outside'; readonly zh: string; readonly en: string };

/** A rule of the law as the platform has taken stock of it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly zh: string;
  readonly article: string;
  /** Of the version in force last; null where no text is known at all. */
  readonly verification: Verification | null;
  /** What stands in for code; null where code that names the rule acts on it. */
  readonly unenforced: Unenforced | null;
}

/** Reasons by the rules they are for. */
export type Reasons = Readonly<Record<string, Unenforced>>;

/** One reason for several rules: acts or facts that lie outside the platform. */
export function outside(ids: string, zh: string, en: string): Reasons {
  return Object.fromEntries(ids.split(' ').map((id) => [id, { kind: 'outside', zh, en }]));
}

/** One reason for several rules: what the platform cannot do otherwise, with the files that make it so. */
export function builtIn(ids: string, places: readonly string[], zh: string, en: string): Reasons {
  return Object.fromEntries(ids.split(' ').map((id) => [id, { kind: 'built-in', places, zh, en }]));
}
