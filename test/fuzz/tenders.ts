import { randomUUID } from 'node:crypto';
import { MS_PER_DAY, isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { bidding, opening, type OpenedLine } from '../../rehearsal/acts/bidding.ts';
import { candidate, committeeOf, evaluation, publicity } from '../../rehearsal/acts/evaluation.ts';
import { castOf } from '../../rehearsal/cast.ts';
import { draftOf } from '../../rehearsal/draft.ts';
import type { Notice } from '../../rehearsal/notice.ts';
import { storePaper } from '../../rehearsal/papers.ts';
import { advance, clockOf, HOUR_MS, of } from '../../rehearsal/scene.ts';
import { goOn, launch, type Scene, type Stage } from '../../rehearsal/script.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { noticeOf } from '../support/procedures.ts';

/** A tender that stands still in the course of its procedure, and what was opened of its bids. */
export interface Standing {
  readonly scene: Scene;
  readonly ranked: readonly OpenedLine[];
  /** The key that the first bidder's bid is sealed to, where it is still to be handed in. */
  readonly key?: string;
}

/** Rehearsed tenders, one for each step that changes the tender it is taken in. */
export type Tenders = Readonly<
  Record<
    | 'over'
    | 'talking'
    | 'ending'
    | 'complained'
    | 'instructed'
    | 'bids'
    | 'keys'
    | 'evaluated'
    | 'confirmed'
    | 'reported'
    | 'judged'
    | 'awarded'
    | 'cancelled'
    | 'signed'
    | 'applying'
    | 'applied'
    | 'asked'
    | 'entrusted',
    Standing
  >
>;

const MORNING = '2026-09-15T10:00:00+08:00';
const OPEN = 'open';

/** A lawful tender without an agency: its tenderee acts in all steps. */
function ownNotice(name: string, procedure: Parameters<typeof noticeOf>[0] = OPEN): Notice {
  const notice = noticeOf(procedure);
  return { ...notice, id: name, title: `${notice.title}（${name}）`, agency: null };
}

/** Brings rehearsed tenders to where the operations can be called that a tender takes at its time alone. */
export async function standingTenders(stage: Stage): Promise<Tenders> {
  const launched = (name: string): Promise<Scene> => launch(ownNotice(name), stage);
  const opened = async (name: string): Promise<Standing> => {
    const scene = await launched(name);
    await bidding(scene);
    return { scene, ranked: (await opening(scene)) ?? [] };
  };
  const ranked = async (name: string): Promise<Standing> => {
    const { scene, ranked: bids } = await opened(name);
    return { scene, ranked: await evaluation(scene, bids) };
  };
  const judged = async (name: string): Promise<Standing> => {
    const standing = await ranked(name);
    await publicity(standing.scene);
    await advance(standing.scene, (await clockOf(standing.scene)) + HOUR_MS);
    return standing;
  };
  const awarded = async (name: string): Promise<Standing> => {
    const standing = await judged(name);
    const [first] = standing.ranked;
    const notice = { bidId: first!.bidId, reason: null, documents: [] };
    await standing.scene.owner.post(of(standing.scene, '/award-notice'), notice);
    await advance(standing.scene, (await clockOf(standing.scene)) + MS_PER_DAY);
    return standing;
  };
  const signed = async (name: string): Promise<Standing> => {
    const standing = await awarded(name);
    await standing.scene.owner.post(of(standing.scene, '/contract'), await contractOf(standing));
    await advance(standing.scene, (await clockOf(standing.scene)) + MS_PER_DAY);
    return standing;
  };
  const morning = async (name: string): Promise<Standing> => {
    const scene = await launched(name);
    await advance(scene, parseInstant(MORNING));
    return { scene, ranked: [] };
  };
  const ways = {
    over: async () => {
      const scene = await launched('over');
      await goOn(scene);
      return { scene, ranked: [] };
    },
    talking: () => morning('talking'),
    ending: () => morning('ending'),
    complained: () => morning('complained'),
    instructed: () => morning('instructed'),
    bids: async () => {
      const scene = await launched('bids');
      await bidding(scene);
      return { scene, ranked: [] };
    },
    keys: async () => {
      const scene = await launched('keys');
      await bidding(scene);
      const { bytes, identity } = await sealedBid(scene);
      await scene.bidders[0]!.user.postBytes(of(scene, '/bids'), bytes, 'application/octet-stream');
      await advance(scene, parseInstant(scene.notice.bidDeadline));
      return { scene, ranked: [], key: identity };
    },
    evaluated: () => opened('evaluated').then(nextDay),
    confirmed: () => opened('confirmed'),
    reported: () => ranked('reported').then(nextDay),
    judged: () => judged('judged'),
    awarded: () => awarded('awarded'),
    cancelled: () => awarded('cancelled'),
    signed: () => signed('signed'),
    applying: () => applying(stage, 'applying', -24 * HOUR_MS),
    applied: () => applying(stage, 'applied', HOUR_MS),
    asked: async () => {
      const scene = await launch(ownNotice('asked', 'procurement-open'), stage);
      return { scene, ranked: [] };
    },
    entrusted: async () => {
      const scene = await launch(noticeOf(OPEN), stage);
      await advance(scene, parseInstant(MORNING));
      return { scene, ranked: [] };
    },
  };
  const found: Record<string, Standing> = {};
  await Promise.all(
    Object.entries(ways).map(async ([name, bring]) => {
      found[name] = await bring();
    }),
  );
  return found as Tenders;
}

/** Another bid of the first bidder, sealed to a new key. */
export function sealedBid({ tenderId, bidders }: Scene): ReturnType<typeof sealBid> {
  return sealBid({
    format: 'openseal-bid/1',
    tenderId,
    bidderUscc: bidders[0]!.party.uscc,
    priceFen: '4700000000',
    durationDays: 150,
    quality: '合格',
    projectManager: '示例项目负责人',
    certificate: '示例证书 0001',
  });
}

async function nextDay(standing: Standing): Promise<Standing> {
  await advance(standing.scene, (await clockOf(standing.scene)) + MS_PER_DAY);
  return standing;
}

/** A prequalified tender around the due of its applications, which all bidders but the first have handed in by then; `fromDueMs` before or after. */
async function applying(stage: Stage, name: string, fromDueMs: number): Promise<Standing> {
  const scene = await launch(ownNotice(name, 'open-prequalified'), stage);
  const dueAt = parseInstant(scene.notice.firstStage!.due);
  await advance(scene, dueAt - 24 * HOUR_MS);
  for (const { party, user } of scene.bidders.slice(fromDueMs < 0 ? 1 : 0)) {
    const paper = await storePaper(user, '申请文件', `${party.name} 申请文件（演练）`);
    await user.post(of(scene, '/applications'), { documents: [paper.sha256] });
  }
  if (fromDueMs > 0) await advance(scene, dueAt + fromDueMs);
  return { scene, ranked: [] };
}

/** The contract of the first candidate, as its route takes it. */
export async function contractOf({ scene, ranked }: Standing): Promise<Record<string, unknown>> {
  const { priceFen } = ranked[0]!;
  const contract = await storePaper(scene.owner, '合同', `${scene.notice.title}\n合同（演练）\n`);
  return {
    amountFen: priceFen,
    performanceSecurityFen: (BigInt(priceFen) / 10n).toString(),
    document: contract.sha256,
  };
}

/** The conclusion of a first stage that admits every bidder, as its route takes it. */
export async function conclusionOf({ scene }: Standing): Promise<Record<string, unknown>> {
  const { notice } = scene;
  return {
    admitted: scene.bidders.map(({ party }) => party.uscc),
    rejected: [],
    committee: committeeOf(scene),
    report: [],
    documents: [scene.document],
    schedule: {
      documentsIssuedFromAt: notice.documentsIssuedFrom,
      documentsIssuedUntilAt: notice.documentsIssuedUntil,
      bidDeadlineAt: notice.bidDeadline,
      openingAt: notice.openingAt ?? notice.bidDeadline,
    },
  };
}

/** The report of the committee on what was opened, as its route takes it. */
export function reportOf({ scene, ranked }: Standing): Record<string, unknown> {
  return {
    committee: committeeOf(scene),
    candidates: [...ranked].sort((a, b) => Number(BigInt(a.priceFen) - BigInt(b.priceFen))).map(candidate),
    rejected: [],
    summary: '按综合评估法排序。',
    documents: [],
  };
}

/** A draft of the tenderee that can be launched, as its route takes it. */
export function draftBody(scene: Scene): Record<string, unknown> {
  const notice = ownNotice(`draft-${randomUUID()}`);
  return {
    draft: draftOf(notice, castOf(notice), scene.document, {
      firstDocument: null,
      invitees: [],
      priorTenderId: null,
    }),
    rehearsal: { startsAt: isoShanghai(parseInstant(notice.documentsIssuedFrom) - HOUR_MS) },
  };
}
