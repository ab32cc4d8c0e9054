import {
  addDays,
  dateOf,
  isoShanghai,
  MS_PER_DAY,
  parseInstant,
  startOfDate,
  type Instant,
} from '../domain/time/instant.ts';
import { sealBid } from '../runtime/sealing.ts';
import { castOf, enter, type ExampleParty } from './cast.ts';
import type { PlatformUser } from './client.ts';
import { draftOf } from './draft.ts';
import type { Notice } from './notice.ts';

const HOUR_MS = 3_600_000;

export interface Stage {
  readonly baseUrl: string;
  readonly password: string;
  /** Told of the tender as soon as it has an id. */
  readonly onTender?: (tenderId: string) => void;
  /** Told after each act, so that progress can be shown. */
  readonly onStep?: (tenderId: string) => Promise<void>;
}

export interface Scene {
  readonly stage: Stage;
  readonly notice: Notice;
  readonly tenderId: string;
  readonly owner: PlatformUser;
  readonly bidders: readonly { party: ExampleParty; user: PlatformUser }[];
}

/**
 * Rehearses a notice from its launch to the written report, as its users would act: through the API
 * alone. Throws the ProblemError with which the platform refuses what the law refuses.
 */
export async function rehearse(notice: Notice, stage: Stage): Promise<string> {
  const scene = await launch(notice, stage);
  await bidding(scene);
  const bids = await opening(scene);
  await evaluation(scene, bids);
  await award(scene);
  return scene.tenderId;
}

export async function launch(notice: Notice, stage: Stage): Promise<Scene> {
  const cast = castOf(notice);
  const tenderee = await enter(stage.baseUrl, cast.tenderee, stage.password);
  const owner = cast.agency === null ? tenderee : await enter(stage.baseUrl, cast.agency, stage.password);
  const bidders = [];
  for (const party of cast.bidders)
    bidders.push({ party, user: await enter(stage.baseUrl, party, stage.password) });
  const text = `${notice.title}\n招标文件（演练）\n`;
  const document = await owner.postBytes(
    `/v1/documents?name=${encodeURIComponent('招标文件.txt')}`,
    new TextEncoder().encode(text),
    'text/plain; charset=utf-8',
  );
  const issuedFromAt = parseInstant(notice.documentsIssuedFrom);
  const created = await owner.post('/v1/tenders', {
    draft: draftOf(notice, cast, [document as unknown as { sha256: string; name: string }]),
    rehearsal: { startsAt: isoShanghai(issuedFromAt - HOUR_MS) },
  });
  const tenderId = String(created['tenderId']);
  stage.onTender?.(tenderId);
  await owner.post(`/v1/tenders/${tenderId}/launch`);
  const scene = { stage, notice, tenderId, owner, bidders };
  await advance(scene, issuedFromAt);
  for (const { user } of bidders)
    await user.get(`/v1/tenders/${tenderId}/documents/${String(document['sha256'])}`);
  await stage.onStep?.(tenderId);
  return scene;
}

/** Days from the issue on which the clarification and the objection fall; both lie well before their limits. */
const CLARIFIED_AFTER_DAYS = 2;
const OBJECTED_AFTER_DAYS = 3;

async function bidding(scene: Scene): Promise<void> {
  const { notice, owner, tenderId } = scene;
  const issueDate = dateOf(parseInstant(notice.documentsIssuedFrom));
  const [first, second, third] = scene.bidders;
  await advance(scene, startOfDate(addDays(issueDate, CLARIFIED_AFTER_DAYS)) + 10 * HOUR_MS);
  await owner.post(`/v1/tenders/${tenderId}/clarifications`, {
    kind: 'clarification',
    affectsBids: true,
    title: '澄清一',
    text: '明确污水处理装置进水水质按招标文件附表一执行。',
    documents: [],
    newBidDeadlineAt: null,
  });
  await advance(scene, startOfDate(addDays(issueDate, OBJECTED_AFTER_DAYS)) + 10 * HOUR_MS);
  const objection = await first!.user.post(`/v1/tenders/${tenderId}/objections`, {
    subject: 'documents',
    text: '认为业绩要求偏高，请说明依据。',
  });
  await advance(scene, startOfDate(addDays(issueDate, OBJECTED_AFTER_DAYS + 1)) + 10 * HOUR_MS);
  await owner.post(`/v1/tenders/${tenderId}/objections/${String(objection['objectionId'])}/reply`, {
    text: '业绩要求与项目规模相当，符合相关规定，维持不变。',
  });
  const deadlineAt = parseInstant(notice.bidDeadline);
  await advance(scene, deadlineAt - MS_PER_DAY);
  await submitBid(scene, third!, '4790000000');
  await submitBid(scene, second!, '4688000000');
  await submitBid(scene, first!, '4820000000');
  // A bidder may replace its bid until the deadline (招标投标法 29).
  await submitBid(scene, first!, '4755000000');
  await scene.stage.onStep?.(tenderId);
}

const keys = new WeakMap<PlatformUser, string>();

async function submitBid(
  scene: Scene,
  bidder: { party: ExampleParty; user: PlatformUser },
  priceFen: string,
): Promise<void> {
  const { bytes, identity } = await sealBid({
    format: 'openseal-bid/1',
    tenderId: scene.tenderId,
    bidderUscc: bidder.party.uscc,
    priceFen,
    durationDays: scene.notice.durationCalendarDays ?? 30,
    quality: '合格',
    projectManager: '示例项目负责人',
    certificate: '示例证书 0001',
  });
  await bidder.user.postBytes(`/v1/tenders/${scene.tenderId}/bids`, bytes, 'application/octet-stream');
  keys.set(bidder.user, identity);
}

interface OpenedLine {
  readonly bidId: string;
  readonly uscc: string;
  readonly name: string;
  readonly priceFen: string;
  readonly durationDays: number | null;
}

async function opening(scene: Scene): Promise<OpenedLine[]> {
  const { tenderId } = scene;
  await advance(scene, parseInstant(scene.notice.bidDeadline));
  for (const { user } of scene.bidders) {
    await user.post(`/v1/tenders/${tenderId}/bids/mine/key`, { identity: keys.get(user) });
  }
  const record = await until(scene, async () => {
    const state = await scene.owner.get(`/v1/tenders/${tenderId}`);
    return state['phase'] === 'opening' ? null : scene.owner.get(`/v1/tenders/${tenderId}/opening-record`);
  });
  return (record['bids'] as OpenedLine[]).filter((bid) => bid.priceFen !== null);
}

async function evaluation(scene: Scene, bids: readonly OpenedLine[]): Promise<void> {
  const { owner, tenderId, notice } = scene;
  await advance(scene, parseInstant(notice.bidDeadline) + MS_PER_DAY);
  const ranked = [...bids].sort((a, b) => Number(BigInt(a.priceFen) - BigInt(b.priceFen)));
  await owner.post(`/v1/tenders/${tenderId}/evaluation-report`, {
    committee: ['甲', '乙', '丙', '丁', '戊'].map((name, index) => ({
      name: `评委${name}`,
      role: index === 0 ? 'tenderee-representative' : 'expert',
      employer: index === 0 ? notice.tenderee : '省评标专家库',
    })),
    candidates: ranked.map(({ bidId, uscc, name, priceFen, durationDays }, index) => ({
      rank: index + 1,
      bidId,
      uscc,
      name,
      priceFen,
      quality: '合格',
      durationDays,
      projectManager: '示例项目负责人',
      certificate: '示例证书 0001',
      score: String(95 - index),
      qualifications: '满足招标文件要求',
    })),
    rejected: [],
    summary: '三家投标均通过资格审查与符合性审查，按综合评估法排序。',
    documents: [],
  });
  await advance(scene, (await clockOf(scene)) + HOUR_MS);
  await owner.post(`/v1/tenders/${tenderId}/candidates`, { publicityEndsAt: null });
  const state = await owner.get(`/v1/tenders/${tenderId}`);
  await advance(scene, parseInstant(String(state['publicityEndsAt'])));
}

async function award(scene: Scene): Promise<void> {
  const { owner, tenderId } = scene;
  await advance(scene, (await clockOf(scene)) + HOUR_MS);
  const published = await owner.get(`/v1/tenders/${tenderId}`);
  const [winner] = published['candidates'] as { bidId: string; priceFen: string }[];
  if (winner === undefined) throw new Error('the report names no candidate');
  await owner.post(`/v1/tenders/${tenderId}/award-notice`, { bidId: winner.bidId, reason: null });
  await advance(scene, (await clockOf(scene)) + 5 * MS_PER_DAY);
  const contract = await owner.postBytes(
    `/v1/documents?name=${encodeURIComponent('合同.txt')}`,
    new TextEncoder().encode(`${scene.notice.title} 合同（演练）`),
    'text/plain; charset=utf-8',
  );
  await owner.post(`/v1/tenders/${tenderId}/contract`, {
    amountFen: winner.priceFen,
    performanceSecurityFen: (BigInt(winner.priceFen) / 10n).toString(),
    document: contract['sha256'],
  });
  await advance(scene, (await clockOf(scene)) + MS_PER_DAY);
  if (scene.notice.bidSecurityRequired)
    await owner.post(`/v1/tenders/${tenderId}/security-return`, { interestFen: '0' });
  await owner.post(`/v1/tenders/${tenderId}/written-report`, {
    text: '招标范围、招标方式与媒介、评标委员会组成、评标报告与中标结果见附件（演练）。',
    documents: [],
  });
  await scene.stage.onStep?.(tenderId);
}

async function clockOf(scene: Scene): Promise<Instant> {
  const state = await scene.owner.get(`/v1/tenders/${scene.tenderId}`);
  return parseInstant(String(state['now']));
}

async function advance(scene: Scene, to: Instant): Promise<void> {
  await scene.owner.post(`/v1/tenders/${scene.tenderId}/clock`, { to: isoShanghai(to) });
  await scene.stage.onStep?.(scene.tenderId);
}

/** Looks again until there is an answer: the platform works on it. */
async function until<T>(scene: Scene, look: () => Promise<T | null>): Promise<T> {
  const endsAt = Date.now() + 120_000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > endsAt) throw new Error(`tender ${scene.tenderId} does not go on`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
