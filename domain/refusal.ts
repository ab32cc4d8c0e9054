/**
 * A refusal: why a command was not accepted, and what would have been.
 *
 * `code` is stable and is what programs compare: the rule's id where a statutory rule refuses
 * (`ZTB-004`), otherwise a kebab-case word (`wrong-phase`).
 */
export interface Refusal {
  readonly code: string;
  /** Rule id in domain/law, or null when the refusal is not the law's but the platform's. */
  readonly rule: string | null;
  /** The article as it is cited in Chinese, e.g. `招标投标法第二十四条`; null when `rule` is null. */
  readonly article: string | null;
  /** One clear sentence in each language. */
  readonly zh: string;
  readonly en: string;
  /** What would be accepted instead, in each language; null when nothing would. */
  readonly accepted: { readonly zh: string; readonly en: string } | null;
}

/** Builds a refusal that is the platform's own, not the law's. */
export function platformRefusal(
  code: string,
  zh: string,
  en: string,
  accepted: Refusal['accepted'] = null,
): Refusal {
  return { code, rule: null, article: null, zh, en, accepted };
}
