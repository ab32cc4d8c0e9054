import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PROCEDURE_IDS, type ProcedureId } from '../../domain/procedure/index.ts';
import { isoShanghai, MS_PER_DAY, parseInstant } from '../../domain/time/instant.ts';
import { submitBid } from '../../rehearsal/acts/bidding.ts';
import { committeeOf } from '../../rehearsal/acts/evaluation.ts';
import { ProblemError, type PlatformUser } from '../../rehearsal/client.ts';
import { exampleSupervisor } from '../../rehearsal/examples.ts';
import { HOUR_MS, of, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { runsOf } from '../support/engine.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { noticeOf } from '../support/procedures.ts';

/** Whole tenders on the real engine take their time; OPENSEAL_RANDOM_RUNS asks for more of them. */
const RUNS = Number(process.env['OPENSEAL_RANDOM_RUNS'] ?? 4);

let platform: TestPlatform;
let supervisor: PlatformUser;
beforeAll(async () => {
  platform = await startPlatform();
  supervisor = await exampleSupervisor(platform.baseUrl, platform.password);
});
afterAll(async () => platform.stop());

type Shown = Record<string, unknown> & {
  readonly now: string;
  readonly outcome: string | null;
  readonly suspension: { readonly orderedSinceAt: string | null } | null;
  readonly duties: readonly {
    readonly id: string;
    readonly dueAt: string;
    readonly metAt: string | null;
    readonly timedOutAt: string | null;
  }[];
  readonly objections: readonly { readonly objectionId: string; readonly repliedAt: string | null }[];
};

/** Steps that bring the process forward: their time stands still while an order rests it. */
const RESTING = ['publish-candidates', 'issue-award', 'sign-contract'];

/** One move: how long after the one before, and what is tried then. */
const move = fc.record({
  afterMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 12 * HOUR_MS }),
    fc.integer({ min: 1, max: 6 * MS_PER_DAY }),
  ),
  act: fc.constantFrom(
    'clarify',
    'object',
    'reply',
    'apply',
    'bid',
    'suspend',
    'resume',
    'correct',
    'report',
    'publish',
    'award',
    'return',
    'terminate',
    'nothing',
  ),
  who: fc.integer({ min: 0, max: 2 }),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const acts: Readonly<Record<Move['act'], (scene: Scene, who: number, shown: Shown) => Promise<unknown>>> = {
  clarify: ({ owner, ...scene }) =>
    owner.post(of({ owner, ...scene }, '/clarifications'), {
      kind: 'clarification',
      affectsBids: true,
      title: '澄清',
      text: '明确供货范围。',
      documents: [],
      newBidDeadlineAt: null,
    }),
  object: (scene, who) =>
    bidderOf(scene, who).user.post(of(scene, '/objections'), { subject: 'documents', text: '要求偏高。' }),
  reply: (scene, _who, shown) => {
    const open = shown.objections.find((one) => one.repliedAt === null);
    return open === undefined
      ? Promise.resolve()
      : scene.owner.post(of(scene, `/objections/${open.objectionId}/reply`), { text: '维持不变。' });
  },
  apply: (scene, who) =>
    bidderOf(scene, who).user.post(of(scene, '/applications'), { documents: [scene.document] }),
  bid: (scene, who) => submitBid(scene, bidderOf(scene, who), String(4_700_000_000 + who)),
  suspend: (scene) => order(scene, 'suspend'),
  resume: (scene) => order(scene, 'resume'),
  correct: (scene, _who, shown) =>
    order(scene, 'correct', isoShanghai(parseInstant(shown.now) + 3 * MS_PER_DAY)),
  report: (scene) =>
    scene.owner.post(of(scene, '/evaluation-report'), {
      committee: committeeOf(scene),
      candidates: [],
      rejected: [],
      summary: '全部否决。',
      documents: [],
    }),
  publish: (scene) => scene.owner.post(of(scene, '/candidates'), { publicityEndsAt: null }),
  award: (scene) =>
    scene.owner.post(of(scene, '/award-notice'), {
      bidId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
      reason: null,
    }),
  return: (scene) => scene.owner.post(of(scene, '/security-return'), { interestFen: '0' }),
  terminate: (scene, who) =>
    who === 0 ? scene.owner.post(of(scene, '/termination'), { reason: '采购任务取消。' }) : Promise.resolve(),
  nothing: () => Promise.resolve(),
};

const bidderOf = ({ bidders }: Scene, who: number) => bidders[who % bidders.length]!;

function order(scene: Scene, kind: string, dueAt: string | null = null): Promise<unknown> {
  const basis = scene.notice.regime === 'tendering' ? 'CMP-008' : 'GP-511';
  return supervisor.post(`/v1/supervision/tenders/${scene.tenderId}/instructions`, {
    kind,
    basis,
    text: '随机指令。',
    dueAt,
  });
}

/** Tries an act; a refusal is an answer that must say why, in both languages, and by which article when the law refuses. */
async function attempt(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, detail, rule, article } = error.problem;
    expect(error.status).toBeGreaterThanOrEqual(400);
    expect(error.status).toBeLessThan(500);
    expect(typeof code).toBe('string');
    expect(String(detail)).not.toBe('');
    if (typeof rule === 'string') expect(typeof article).toBe('string');
  }
}

/** No due that lay before the instant the clock was moved to is unseen: it is met, or timed out, or rests with the process by an order. */
function expectNothingUnseen(shown: Shown, at: string): void {
  const ordered = shown.suspension !== null && shown.suspension.orderedSinceAt !== null;
  const unseen = shown.duties.filter(
    ({ id, dueAt, metAt, timedOutAt }) =>
      metAt === null &&
      timedOutAt === null &&
      parseInstant(dueAt) <= parseInstant(at) &&
      !(ordered && RESTING.includes(id)),
  );
  expect(unseen).toEqual([]);
}

async function play(procedure: ProcedureId, moves: readonly Move[]): Promise<void> {
  const scene = await launch(noticeOf(procedure), platform);
  for (const { afterMs, act, who } of moves) {
    const before = (await scene.owner.get(of(scene))) as Shown;
    if (before.outcome !== null) break;
    const to = isoShanghai(parseInstant(before.now) + afterMs);
    await scene.owner.post(of(scene, '/clock'), { to });
    const shown = (await scene.owner.get(of(scene))) as Shown;
    expectNothingUnseen(shown, to);
    await attempt(acts[act](scene, who, shown));
  }
  await attempt(scene.owner.post(of(scene, '/termination'), { reason: '演练结束。' }));
  const runs = await runsOf(platform, scene.tenderId);
  expect(runs.flatMap((run) => run.failedTasks)).toEqual([]);
}

describe('whole processes under random commands, times, suspensions', () => {
  it('refuse with a reason, leave no due unseen, and never lose their way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PROCEDURE_IDS),
        fc.array(move, { minLength: 15, maxLength: 30, size: 'max' }),
        play,
      ),
      { numRuns: RUNS, endOnFailure: true, interruptAfterTimeLimit: 400_000, markInterruptAsFailure: false },
    );
  });
});
