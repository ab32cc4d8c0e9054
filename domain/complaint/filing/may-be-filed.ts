import type { Actor } from '../../case/actor.ts';
import { breachOf } from '../../law/breach.ts';
import { bindingOf, refusalFor, refusalFromBreach, ruleOf, type LawContext } from '../../law/context.ts';
import { shownPeriod } from '../../law/sentence.ts';
import { objectionRules } from '../../objection/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Objection } from '../../tender/ground/parts.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import { refuseContent } from '../ground/content.ts';
import { complaintEnded } from '../ground/facts.ts';
import { complaintRules } from '../ground/rules.ts';
import type { Surroundings } from '../ground/surroundings.ts';
import type { FileComplaint } from './command.ts';
import { filingTime } from './filing-time.ts';
import { standingOf } from './standing.ts';

/** Whether a complaint can be filed: who, against what, after which objection, in its time, with request and proof. */
export function admitFiling(
  command: FileComplaint,
  actor: Actor,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  const { tender } = around;
  const notThey = refuseComplainant(actor, tender);
  if (notThey.length > 0) return notThey;
  const objection = tender.objections.find((one) => one.id === command.objectionId) ?? null;
  const preceded = refuseUnpreceded(command, actor, objection, tender, at, ctx);
  return [
    ...refuseAuthorities(command),
    ...refuseSecond(command, around, ctx),
    ...refuseStanding(command, actor, ctx, around),
    ...refuseContent(command, ctx),
    ...refuseClaimed(command, tender, at),
    ...preceded,
    ...(preceded.length > 0 ? [] : refuseLate(command, objection, tender, at, ctx)),
    ...(preceded.length > 0 ? [] : refuseBeyond(command, objection, ctx)),
  ];
}

function refuseComplainant(actor: Actor, { draft }: TenderState): Refusal[] {
  if (actor.role !== 'bidder' || actor.partyId === null || actor.uscc === null) {
    return [
      platformRefusal(
        'wrong-role',
        '提出投诉只能由投标人或者其他利害关系人进行。',
        'Only a bidder or another interested party may file a complaint.',
        { zh: '以投标人身份登录后进行。', en: 'Sign in acting as a bidder.' },
      ),
    ];
  }
  if (actor.uscc !== draft.tenderee.uscc && actor.uscc !== draft.agency?.uscc) return [];
  return [
    platformRefusal(
      'own-tender',
      '招标人和招标代理机构不能投诉自己的项目。',
      'The tenderee and its agency cannot complain of their own tender.',
    ),
  ];
}

function refuseAuthorities({ authorities }: FileComplaint): Refusal[] {
  const ids = authorities.map(({ partyId }) => partyId);
  if (ids.length > 0 && new Set(ids).size === ids.length) return [];
  return [
    platformRefusal(
      'no-authority',
      '投诉应当写明受理的行政监督部门，且不得重复。',
      'A complaint names the authority it goes to, each once.',
    ),
  ];
}

/** The same matter is decided by the authority that received it first (CMP-006). */
function refuseSecond(command: FileComplaint, { tender, others }: Surroundings, ctx: LawContext): Refusal[] {
  const first = others.find(
    (one) =>
      one.tenderId === tender.id &&
      one.subject === command.subject &&
      one.objectionId === command.objectionId &&
      (command.subject !== 'other' || one.id === command.id) &&
      !complaintEnded(one.status),
  );
  if (first === undefined) return [];
  const zh = `就同一事项的投诉已由${first.authority}收到，由其负责处理。`;
  const en = `A complaint in the same matter was received by ${first.authority} first, which decides it.`;
  const accepted = { zh: `在投诉 ${first.id} 中补充。`, en: `Add to the complaint ${first.id}.` };
  const { firstAuthority } = complaintRules(ctx);
  if (firstAuthority === null) return [platformRefusal('complained-already', zh, en, accepted)];
  return [refusalFor(ruleOf(ctx, firstAuthority), zh, en, accepted)];
}

function refuseStanding(
  command: FileComplaint,
  actor: Actor,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  if (standingOf(actor, around) !== 'stated-interest' || command.interest !== null) return [];
  return [
    refusalFor(
      ruleOf(ctx, complaintRules(ctx).content),
      '记录中没有本单位参与本项目的情况，投诉人应当是投标人或者其他利害关系人。',
      'The record shows no part of your party in this tender: a complaint comes from a bidder or another interested party.',
      { zh: '说明与本项目的利害关系并附证明材料。', en: 'State your interest in the tender, with proof.' },
    ),
  ];
}

function refuseClaimed({ knownAt }: FileComplaint, tender: TenderState, at: Instant): Refusal[] {
  if (knownAt >= tender.launchedAt && knownAt <= at) return [];
  const [from, until] = [shownInstant(tender.launchedAt), shownInstant(at)];
  return [
    platformRefusal(
      'impossible-knowledge',
      `知道或者应当知道的时间（${shownInstant(knownAt)}）不在招标公告发布（${from}）至现在（${until}）之间。`,
      `The instant of knowledge (${shownInstant(knownAt)}) does not lie between the notice (${from}) and now (${until}).`,
      { zh: `${from}至${until}。`, en: `From ${from} to ${until}.` },
    ),
  ];
}

/** Objection first (CMP-002) where the law gives one; in procurement always, and its reply or the end of its time (GP-507). */
function refuseUnpreceded(
  command: FileComplaint,
  actor: Actor,
  objection: Objection | null,
  tender: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { objectionFirst } = complaintRules(ctx);
  const rule = ruleOf(ctx, objectionFirst);
  const own = objection !== null && objection.partyId === actor.partyId;
  if (command.objectionId !== null && !own) {
    return [
      refusalFor(
        rule,
        '所列异议不是本单位在本项目中提出的。',
        'The objection named is not one that your party filed in this tender.',
      ),
    ];
  }
  if (!own) return needsObjection(command, tender, ctx) ? [withoutObjection(ctx)] : [];
  if (ctx.ruleset.regime === 'tendering') {
    if (command.subject === objection.subject) return [];
    return [
      refusalFor(
        rule,
        '投诉事项与所列异议的事项不同。',
        'The complaint is about something else than the objection named.',
        { zh: '先就该事项提出异议。', en: 'Object to it first.' },
      ),
    ];
  }
  if (objection.reply !== null || at >= objection.replyDueAt) return [];
  const due = shownEnd(objection.replyDueAt);
  return [
    refusalFor(
      rule,
      `质疑的答复期尚未届满（至${due}）。`,
      `The time in which the challenge is to be answered runs until ${due}.`,
      { zh: '收到答复或者答复期满之后提出。', en: 'Complain once it is answered, or the time is over.' },
    ),
  ];
}

/** What the law lets one object to: the result only where it publishes candidates for that (ZTB-106). */
function needsObjection({ subject }: FileComplaint, { draft }: TenderState, ctx: LawContext): boolean {
  if (ctx.ruleset.regime === 'government-procurement') return true;
  if (subject === 'other') return false;
  return bindingOf(ruleOf(ctx, objectionRules(ctx, subject).filing), draft.attributes) === 'blocks';
}

function withoutObjection(ctx: LawContext): Refusal {
  const challenge = ctx.ruleset.regime === 'government-procurement';
  return refusalFor(
    ruleOf(ctx, complaintRules(ctx).objectionFirst),
    challenge ? '投诉应当先提出质疑。' : '就该事项投诉的，应当先向招标人提出异议。',
    challenge
      ? 'A complaint comes after a challenge.'
      : 'In this matter one objects to the tenderee before one complains.',
    challenge
      ? { zh: '先提出质疑，投诉时写明质疑编号。', en: 'File a challenge first, and name it.' }
      : { zh: '先提出异议，投诉时写明异议编号。', en: 'File an objection first, and name it.' },
  );
}

function refuseLate(
  command: FileComplaint,
  objection: Objection | null,
  tender: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const given = { subject: command.subject, claimedAt: command.knownAt };
  const { deadline } = filingTime(ctx, tender, given, objection);
  if (deadline === null || at < deadline.endsAt) return [];
  const days = shownPeriod(deadline.derivation.period);
  const [from, until] = [shownInstant(deadline.startsAt), shownEnd(deadline.endsAt)];
  const breach = breachOf(ctx, deadline.rule, tender.draft.attributes, {
    field: 'knownAt',
    zh: `投诉应当自${from}起${days.zh}内提出，即${until}之前；收到时间为${shownInstant(at)}。${deadline.derivation.zh}`,
    en: `A complaint comes within ${days.en} from ${from}, that is before ${until}; this was received at ${shownInstant(at)}. ${deadline.derivation.en}`,
    accepted: null,
  });
  return breach.severity === 'blocks' ? [refusalFromBreach(breach)] : [];
}

/** Not beyond what was challenged, but for what the answer itself gave rise to (GP-514). */
function refuseBeyond(command: FileComplaint, objection: Objection | null, ctx: LawContext): Refusal[] {
  const { scope } = complaintRules(ctx);
  if (scope === null || objection === null) return [];
  const rule = ruleOf(ctx, scope);
  const refusals = command.points
    .filter(({ from }) => from === 'new' || (from === 'reply' && objection.reply === null))
    .map(({ text }) =>
      refusalFor(
        rule,
        `投诉事项超出已质疑事项的范围：${text}`,
        `This goes beyond what was challenged: ${text}`,
        {
          zh: '已质疑的事项，或者基于质疑答复内容提出的事项。',
          en: 'What was challenged, or what rests on the answer.',
        },
      ),
    );
  if (command.subject === objection.subject) return refusals;
  return [
    ...refusals,
    refusalFor(
      rule,
      '投诉的事项与质疑的事项不同。',
      'The complaint is about something else than the challenge.',
      { zh: '已质疑的事项。', en: 'What was challenged.' },
    ),
  ];
}
