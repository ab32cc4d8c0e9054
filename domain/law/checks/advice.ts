import { rulesOf } from '../../procedure/index.ts';
import { unreplacedAward } from '../../tender/cancelled-award.ts';
import type { TenderCommand } from '../../tender/commands.ts';
import type { TenderState } from '../../tender/state.ts';
import type { Instant } from '../../time/instant.ts';
import { warningOf } from '../breach.ts';
import { bindingOf, hasRule, ruleOf, type LawContext } from '../context.ts';
import type { Breach } from '../types.ts';
import { numberOf } from '../values.ts';
import { checkAward } from './award.ts';
import { checkCandidates } from './candidates.ts';
import { checkClarification } from './clarification.ts';
import { checkCommittee, checkNamedOnce } from './committee.ts';
import { checkContract } from './contract.ts';
import { checkPublicity } from './publicity.ts';

type Report = Extract<TenderCommand, { name: 'submitEvaluationReport' }>;

/**
 * What the law says of a command without refusing it: breaches of what binds other tenders only or was not
 * read in a text, and what people must see to themselves (ZTB-019, ZTB-315, ZTB-319, ZTB-321, ZTB-404, GP-111, EB-020). Told to
 * who gives the command; it changes nothing.
 */
export function adviseOn(ctx: LawContext, state: TenderState, command: TenderCommand, at: Instant): Breach[] {
  return [...warningsOf(ctx, state, command, at), ...remindersOf(ctx, state, command)].filter(
    (breach) => breach.severity === 'warns',
  );
}

function warningsOf(ctx: LawContext, state: TenderState, command: TenderCommand, at: Instant): Breach[] {
  const { attributes } = state.draft;
  switch (command.name) {
    case 'issueClarification':
      return checkClarification(ctx, state, command, at).breaches;
    case 'submitEvaluationReport':
      return [
        ...checkCommittee(ctx, state.draft, command.committee),
        ...checkNamedOnce(ctx, state.draft, command.committee),
        ...checkCandidates(ctx, attributes, command.candidates, command.rejected, state.openedBids ?? []),
      ];
    case 'publishCandidates':
      return rulesOf(state.draft).publicity === null
        ? []
        : checkPublicity(ctx, state, at, command.publicityEndsAt).breaches;
    case 'issueAwardNotice': {
      const candidate = state.evaluation?.candidates.find((one) => one.bidId === command.bidId);
      return candidate === undefined ? [] : checkAward(ctx, state, candidate, at);
    }
    case 'signContract':
      return checkContract(ctx, state, command, at);
    default:
      return [];
  }
}

/** What nobody but people can see to, said when its time is. */
function remindersOf(ctx: LawContext, state: TenderState, command: TenderCommand): Breach[] {
  switch (command.name) {
    case 'submitEvaluationReport':
      return [
        ...checkCompetition(ctx, state, command),
        ...checkSignatures(ctx, command),
        ...checkUnsignedBids(ctx, state, command),
      ];
    case 'answerQuestion':
      return remind(ctx, state, 'GP-501', {
        zh: '答复的内容不得涉及商业秘密；涉及采购文件内容、关系其他供应商的，另以澄清或者修改告知全体。',
        en: 'An answer tells no business secrets; what concerns the documents, and so all suppliers, is told to all as a clarification.',
      });
    case 'publishCandidates':
      return remind(ctx, state, 'ZTB-321', {
        zh: '公示前应当认真审查评标报告，发现异常情形的依照法定程序复核纠正。',
        en: 'Examine the report before the publicity, and have what is abnormal in it reviewed.',
      });
    case 'issueAwardNotice':
      return remind(ctx, state, 'ZTB-404', {
        zh: '中标候选人的经营、财务状况有较大变化或者存在违法行为，可能影响履约的，发出中标通知书前应当由原评标委员会审查确认。',
        en: 'Where the candidate has changed greatly or broken the law, so that it may not perform, the same committee confirms it before the notice.',
      });
    case 'terminateTender':
      // After a winner fell away the tender is held anew, which is no giving up (条例 55, 采条 49).
      if (unreplacedAward(state) !== null) return [];
      return [
        ...remind(ctx, state, 'ZTB-019', {
          zh: '除不可抗力外，施工招标发布公告后不得终止。',
          en: 'Short of force majeure a works tender is not terminated after its notice.',
        }),
        ...remind(ctx, state, 'GP-111', {
          zh: '除因重大变故采购任务取消外，不得擅自终止招标活动；终止的应当报财政部门。',
          en: 'Only a cancelled task ends a procurement, and the department of finance is told.',
        }),
      ];
    default:
      return [];
  }
}

/** A reminder where the ruleset has the rule and the rule has the tender in its scope, verified or not. */
function remind(
  ctx: LawContext,
  state: TenderState,
  rule: string,
  said: { zh: string; en: string },
): Breach[] {
  if (!hasRule(ctx, rule)) return [];
  const asRead = { ...ruleOf(ctx, rule), verification: 'V2' } as const;
  if (bindingOf(asRead, state.draft.attributes) !== 'blocks') return [];
  return [warningOf(ctx, rule, { field: null, ...said, accepted: null })];
}

/** Fewer valid bids than make competition, and candidates all the same: the committee must have reasoned why. */
function checkCompetition(ctx: LawContext, state: TenderState, { candidates, rejected }: Report): Breach[] {
  if (!hasRule(ctx, 'ZTB-315') || candidates.length === 0) return [];
  const least = numberOf(ctx, 'ZTB-315', 'minValid');
  const opened = (state.openedBids ?? []).filter((bid) => bid.result === 'opened');
  const valid = opened.filter((bid) => !rejected.some((one) => one.bidId === bid.bidId)).length;
  if (valid >= least) return [];
  return [
    warningOf(ctx, 'ZTB-315', {
      field: 'candidates',
      zh: `有效投标为${valid}个，不足${least}个；投标明显缺乏竞争的可以否决全部投标，未否决的应当在评标报告中充分论证。`,
      en: `There are ${valid} valid bids, fewer than ${least}: all may be rejected where that leaves no competition; else the report says why it does.`,
      accepted: null,
    }),
  ];
}

function checkSignatures(ctx: LawContext, { documents }: Report): Breach[] {
  if (!hasRule(ctx, 'ZTB-319') || documents.length > 0) return [];
  return [
    warningOf(ctx, 'ZTB-319', {
      field: 'documents',
      zh: '没有附评标报告文件；评标报告应当由评标委员会全体成员签字。',
      en: 'No document is attached; all members sign the report.',
      accepted: { zh: '附上全体成员签字的评标报告。', en: 'Attach the report that all members signed.' },
    }),
  ];
}

/** A candidate whose bid nobody signed: whether it was signed inside the seal, and is to be rejected (条例 51), the committee sees alone. */
function checkUnsignedBids(ctx: LawContext, state: TenderState, { candidates }: Report): Breach[] {
  if (!hasRule(ctx, 'EB-020')) return [];
  return (state.openedBids ?? [])
    .filter(({ bidId, signed }) => signed === false && candidates.some((one) => one.bidId === bidId))
    .map(({ bidId }) =>
      warningOf(ctx, 'EB-020', {
        field: 'candidates',
        zh: `投标 ${bidId} 在投标截止前没有提交电子签名；投标文件内也未经盖章和签字的，评标委员会应当否决。`,
        en: `The bid ${bidId} came without a signature; one that is not signed inside either is to be rejected by the committee.`,
        accepted: null,
      }),
    );
}
