import { ruleOf, type LawContext } from '../law/context.ts';
import type { Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import type { Words } from './words.ts';

/**
 * What can be said of a command before its content is known. A declaration gives one where the state decides for any
 * content; or one for each value of the part of the content that decides, e.g. each subject of an objection.
 */
export interface Prospect {
  /** The part of the content, and its value, for which this holds; null: for any content. */
  readonly of: { readonly field: string; readonly value: string } | null;
  /** Why a command of this kind is refused whatever else it says; empty: nothing refuses it beforehand. */
  readonly refusals: readonly Refusal[];
  /** The first instant at which it is admitted no more, as things stand; null: none is known. */
  readonly untilAt: Instant | null;
  /** The rule that says until when; null: no rule does. */
  readonly rule: string | null;
}

/** What an actor may do with a case: a command with its words, and whether it is admitted. */
export interface Action extends Words {
  /** The name of the command. */
  readonly name: string;
  readonly of: Prospect['of'];
  /** Whether nothing that is known before its content refuses it. What its content says may still be refused. */
  readonly admitted: boolean;
  /** The first instant at which it is admitted no more; null: none is known, or it is not admitted. */
  readonly untilAt: Instant | null;
  /** The rule, and its article, that says until when; null where none does. */
  readonly rule: string | null;
  readonly article: string | null;
  /** Why it is not admitted, and what would be; empty when it is. */
  readonly refusals: readonly Refusal[];
}

/** What the state says of a command for any content. `until`: the instant at which a rule ends it. */
export function prospect(
  refusals: readonly Refusal[],
  until: { readonly at: Instant | null; readonly rule: string | null } = { at: null, rule: null },
  of: Prospect['of'] = null,
): Prospect {
  return { of, refusals, untilAt: until.at, rule: until.rule };
}

/** A prospect for each value that a part of the content may have. */
export function prospectsBy<Value extends string>(
  field: string,
  values: readonly Value[],
  refuse: (value: Value) => readonly Refusal[],
): Prospect[] {
  return values.map((value) => prospect(refuse(value), undefined, { field, value }));
}

/** What acts on one of several open things (an unanswered question): each that is open, or why there is nothing to do. */
export function prospectsOfOpen(field: string, open: readonly string[], nothingOpen: Refusal): Prospect[] {
  return open.length === 0 ? [prospect([nothingOpen])] : prospectsBy(field, open, () => []);
}

/** A command with what is known of it beforehand, as actions: one for each prospect. */
export function actionsFrom(
  command: Words & { readonly name: string },
  prospects: readonly Prospect[],
  ctx: LawContext,
): Action[] {
  const { name, zh, en } = command;
  return prospects.map(({ of, refusals, untilAt, rule }) => {
    const admitted = refusals.length === 0;
    const ends = admitted && untilAt !== null && rule !== null ? ruleOf(ctx, rule) : null;
    return {
      name,
      zh,
      en,
      of,
      admitted,
      untilAt: admitted ? untilAt : null,
      rule: ends?.id ?? null,
      article: ends?.article ?? null,
      refusals,
    };
  });
}

/** The actions of somebody who may do none of them now, for one reason (an agency without a mandate). Each command once. */
export function refusedActions(actions: readonly Action[], refusal: Refusal): Action[] {
  const names = [...new Set(actions.map(({ name }) => name))];
  return names.map((name) => {
    const { zh, en } = actions.find((one) => one.name === name)!;
    const nothing = { of: null, untilAt: null, rule: null, article: null };
    return { name, zh, en, ...nothing, admitted: false, refusals: [refusal] };
  });
}
