import { addDays, dateOf, MS_PER_DAY, parseInstant, startOfDate } from '../../domain/time/instant.ts';
import { ceilingOf, shareOf } from '../draft.ts';
import { sealBid } from '../../runtime/sealing.ts';
import type { PlatformUser } from '../client.ts';
import { signedPapers } from '../papers.ts';
import { advance, HOUR_MS, of, until, type Bidder, type Scene } from '../scene.ts';

/** Days from the issue on which the clarification and the objection fall; both lie well before their limits. */
const CLARIFIED_AFTER_DAYS = 2;
const OBJECTED_AFTER_DAYS = 3;
/** From so many days on there is time for both. */
const LONG_DAYS = 20;
/** What the bidders ask, in ten-thousandths of the highest price that is taken. */
const PRICES_PER_MYRIAD = [9_510, 9_376, 9_580];
const priceOf = ({ notice }: Scene, index: number): string =>
  shareOf(ceilingOf(notice), PRICES_PER_MYRIAD[index] ?? 9_600);

/** From the issue of the documents to the day before the deadline: a clarification, a question, an objection, the bids. */
export async function bidding(scene: Scene): Promise<void> {
  const { notice } = scene;
  const deadlineAt = parseInstant(notice.bidDeadline);
  const days = (deadlineAt - parseInstant(notice.documentsIssuedFrom)) / MS_PER_DAY;
  if (days >= LONG_DAYS) await clarifyAndObject(scene);
  await advance(scene, deadlineAt - MS_PER_DAY);
  // Where one response is enough, too few are none.
  const needed =
    notice.regime === 'government-procurement' && notice.method !== 'open' && notice.method !== 'invited';
  const coming = scene.stage.end === 'too-few' ? scene.bidders.slice(0, needed ? 0 : 2) : scene.bidders;
  const [first] = coming;
  for (const [index, bidder] of [...coming.entries()].toReversed())
    await submitBid(scene, bidder, priceOf(scene, index));
  // A bidder may replace its bid until the deadline (招标投标法 29).
  if (first !== undefined) await submitBid(scene, first, priceOf(scene, 0));
  await scene.stage.onStep?.(scene.tenderId);
}

async function clarifyAndObject(scene: Scene): Promise<void> {
  const { notice, owner } = scene;
  const issueDate = dateOf(parseInstant(notice.documentsIssuedFrom));
  const morning = (days: number): number => startOfDate(addDays(issueDate, days)) + 10 * HOUR_MS;
  await advance(scene, morning(CLARIFIED_AFTER_DAYS));
  await owner.post(of(scene, '/clarifications'), {
    kind: 'clarification',
    affectsBids: true,
    title: '澄清一',
    text: '明确污水处理装置进水水质按招标文件附表一执行。',
    documents: await signedPapers(scene, 'clarification', '澄清一'),
    newBidDeadlineAt: null,
  });
  const question = notice.regime === 'government-procurement' ? await ask(scene) : null;
  await advance(scene, morning(OBJECTED_AFTER_DAYS));
  if (question !== null)
    await owner.post(of(scene, `/questions/${question}/answer`), {
      text: '不需要现场演示，提供检测报告即可。',
    });
  const objection = await scene.bidders[0]!.user.post(of(scene, '/objections'), {
    subject: 'documents',
    text: '认为业绩要求偏高，请说明依据。',
  });
  await advance(scene, morning(OBJECTED_AFTER_DAYS + 1));
  await owner.post(of(scene, `/objections/${String(objection['objectionId'])}/reply`), {
    text: '业绩要求与项目规模相当，符合相关规定，维持不变。',
  });
}

/** A supplier asks the purchaser, which has three working days to answer (GP-501); gives the question's id. */
async function ask(scene: Scene): Promise<string> {
  // A single source has one supplier to ask.
  const { user } = scene.bidders[1] ?? scene.bidders[0]!;
  const asked = await user.post(of(scene, '/questions'), { text: '所列接口是否需要现场演示？' });
  return String(asked['questionId']);
}

const keys = new WeakMap<PlatformUser, string>();

/** Seals a bid to a new key and hands it in; the key stays with the bidder until the opening. */
export async function submitBid(scene: Scene, bidder: Bidder, priceFen: string): Promise<void> {
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
  const { receipt } = await bidder.user.postBytes(of(scene, '/bids'), bytes, 'application/octet-stream');
  const { sha256 } = receipt as { sha256: string };
  await scene.stage.sign?.(scene.tenderId, bidder, 'bid', { bytes, sha256 });
  keys.set(bidder.user, identity);
}

export interface OpenedLine {
  readonly bidId: string;
  readonly uscc: string;
  readonly name: string;
  readonly priceFen: string;
  readonly durationDays: number | null;
}

/** The deadline, the keys, the opening record; null when the tender has failed for want of bidders. */
export async function opening(scene: Scene): Promise<OpenedLine[] | null> {
  await advance(scene, parseInstant(scene.notice.bidDeadline));
  const { outcome } = await scene.owner.get(of(scene));
  if (outcome !== null) return null;
  for (const { user } of scene.bidders)
    await user.post(of(scene, '/bids/mine/key'), { identity: keys.get(user) });
  const record = await until(scene, async () => {
    const state = await scene.owner.get(of(scene));
    return state['phase'] === 'opening' ? null : scene.owner.get(of(scene, '/opening-record'));
  });
  return (record['bids'] as OpenedLine[]).filter((bid) => bid.priceFen !== null);
}
