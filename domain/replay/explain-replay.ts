import type { Language } from '../law/explain.ts';
import { shownEnd, shownInstant } from '../time/text.ts';
import type { ChangedAnswer, ReplayReport } from './replay.ts';

const WORDS = {
  zh: {
    title: '改用',
    nothing: '没有变化',
    deadlines: '期限变动',
    steps: '时钟步骤变动',
    refused: '将被拒绝',
    vanished: '不再被拒绝',
    warned: '将会提示',
    unwarned: '不再提示',
    notReproduced: '与档案不符（档案或者日历不完整）',
    stopped: '推演中止',
    none: '无',
  },
  en: {
    title: 'instead',
    nothing: 'nothing changes',
    deadlines: 'deadlines that move',
    steps: 'steps of the clock that move',
    refused: 'would be refused',
    vanished: 'would no longer be refused',
    warned: 'would be warned of',
    unwarned: 'would no longer be warned of',
    notReproduced: 'not as archived (the copy or the calendar is not whole)',
    stopped: 'stopped',
    none: 'none',
  },
} as const;

/** A report of a replay as lines of text; parts without anything in them are left out. */
export function explainReplay(report: ReplayReport, language: Language): string[] {
  const words = WORDS[language];
  const end = (at: number | null): string => (at === null ? words.none : shownEnd(at));
  const parts: [string, string[]][] = [
    [
      words.deadlines,
      report.deadlines.map(
        ({ move, rule, article, fromAt, toAt }) =>
          `${rule} ${article}  ${end(fromAt)} → ${end(toAt)}  (${move})`,
      ),
    ],
    [words.steps, report.steps.map(({ move, fromAt, toAt }) => `${move}  ${end(fromAt)} → ${end(toAt)}`)],
    [words.refused, answersOf(report.refused, language)],
    [words.vanished, answersOf(report.vanished, language)],
    [words.warned, answersOf(report.warned, language)],
    [words.unwarned, answersOf(report.unwarned, language)],
    [words.notReproduced, [...report.notReproduced]],
    [words.stopped, report.stopped === null ? [] : [report.stopped]],
  ];
  const told = parts.filter(([, lines]) => lines.length > 0);
  return [
    `${report.projectCode}  ${report.fromRuleset}  ${words.title} ${report.toRuleset}`,
    ...(told.length === 0 ? [`  ${words.nothing}`] : []),
    ...told.flatMap(([title, lines]) => [`  ${title}`, ...lines.map((line) => `    ${line}`)]),
  ];
}

function answersOf(answers: readonly ChangedAnswer[], language: Language): string[] {
  return answers.map((one) => {
    const cited = one.article === null ? '' : ` ${one.article}`;
    return `${shownInstant(one.at)} ${one.move}  ${one.code}${cited}  ${one[language]}`;
  });
}
