import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { lookForLost, type KeeperDeps, type Look } from '../../activities/keeper.ts';
import { factsOf, type TenderFacts, type TenderState } from '../../domain/tender/index.ts';
import { parseInstant, type Instant } from '../../domain/time/instant.ts';
import { award } from '../../rehearsal/acts/award.ts';
import { bidding, type OpenedLine } from '../../rehearsal/acts/bidding.ts';
import { evaluation } from '../../rehearsal/acts/evaluation.ts';
import { exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { advance, clockOf, HOUR_MS, of, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { historyCodec } from '../../runtime/engine/codec.ts';
import { Engine, workflowIdOf, type ProcessName } from '../../runtime/engine/engine.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { historyKeys } from '../../runtime/vault.ts';
import {
  liveProcesses,
  loadState,
  openStore,
  readFenceUnlocked,
  updateFence,
  type Store,
} from '../../store/index.ts';
import { putTender } from '../support/launched.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { moment, processAt } from '../support/process.ts';
import { until, untilTrue } from '../support/until.ts';

/** The workers of this platform look for lost processes when they start and then never again: the tests look themselves. */
const ONLY_AT_START = { OPENSEAL_KEEPER_SECONDS: '86400' };
const DEADLINE_AT = parseInstant('2026-09-30T09:00:00+08:00');
const REMIND_BEFORE_MS = 24 * HOUR_MS;
const MANY = 120;
const PAGE = 50;

let platform: TestPlatform;
let store: Store;
let engine: Engine;
let administrator: PlatformUser;

beforeAll(async () => {
  platform = await startPlatform(ONLY_AT_START);
  store = await openStore({ databaseUrl: await platform.databaseUrl() });
  engine = new Engine({
    address: `127.0.0.1:${platform.temporalPort}`,
    namespace: 'openseal',
    taskQueue: 'openseal',
    codec: historyCodec(await historyKeys(`${platform.dataDir}/keys`)),
  });
  administrator = await new PlatformUser(platform.baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    platform.password,
    OPERATOR.uscc,
    'administrator',
  );
}, 240_000);
afterAll(async () => {
  await engine?.close();
  await store?.close();
  await platform?.stop();
}, 60_000);

const deps = (engineSeen: KeeperDeps['engine'] = engine): KeeperDeps => ({
  store,
  engine: engineSeen,
  logger: pino({ level: 'silent' }),
  remindBeforeMs: REMIND_BEFORE_MS,
});
const tenderOf = ({ tenderId: id }: Scene): ProcessName => ({ kind: 'tender', id });
const handleOf = (process: ProcessName) => engine.client.workflow.getHandle(workflowIdOf(process));
const stateOf = async (id: string): Promise<TenderState> => (await loadState(store.em(), id, false))!;

/** Looks until a process was started again: the engine's list of what runs lags behind what was done by hand. */
async function startedAgain(process: ProcessName): Promise<Look> {
  return until(async () => {
    const look = await lookForLost(deps());
    return look.started.includes(workflowIdOf(process)) ? look : null;
  });
}

/** Takes a process from the engine as if it had never known it. */
async function deleted(process: ProcessName): Promise<void> {
  await engine.client.workflowService.deleteWorkflowExecution({
    namespace: 'openseal',
    workflowExecution: { workflowId: workflowIdOf(process) },
  });
  const lost = async () => ((await engine.endOf(process)) === 'lost' ? true : null);
  // The engine deletes when it comes to it.
  await until(lost, `the end of ${workflowIdOf(process)}`);
}

const terminated = (process: ProcessName): Promise<unknown> => handleOf(process).terminate('by hand');

/** Time passes for a tender whose process does not see it. */
async function passes(tenderId: string, at: Instant): Promise<void> {
  await store.transaction(async (tx) => {
    const fence = (await readFenceUnlocked(tx, tenderId))!;
    await updateFence(tx, tenderId, { shiftMs: at - fence.realAt });
  });
}

const keys = new Map<PlatformUser, string>();

/** Bids of all bidders in the tender whose keys stay with this test. */
async function bids(scene: Scene): Promise<void> {
  await bidding(scene);
  for (const [index, { party, user }] of scene.bidders.entries()) {
    const { bytes, identity } = await sealBid({
      format: 'openseal-bid/1',
      tenderId: scene.tenderId,
      bidderUscc: party.uscc,
      priceFen: String(4_700_000_000 + index),
      durationDays: 30,
      quality: '合格',
      projectManager: '示例项目负责人',
      certificate: '示例证书 0001',
    });
    await user.postBytes(of(scene, '/bids'), bytes, 'application/octet-stream');
    keys.set(user, identity);
  }
}

const phaseOf = async ({ tenderId }: Scene): Promise<string> => (await stateOf(tenderId)).phase;

describe('a tender whose process the engine lost, again and again', () => {
  let scene: Scene;
  let opened: OpenedLine[];

  it('is closed at its deadline without any command', async () => {
    scene = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    await bids(scene);
    await terminated(tenderOf(scene));
    await passes(scene.tenderId, DEADLINE_AT + 60_000);
    await startedAgain(tenderOf(scene));
    await untilTrue(async () => (await phaseOf(scene)) === 'opening');
    expect((await stateOf(scene.tenderId)).milestones.bidsClosed).toBe(DEADLINE_AT);
  });

  it('is opened when the last key comes in meanwhile', async () => {
    await deleted(tenderOf(scene));
    for (const { user } of scene.bidders)
      await user.post(of(scene, '/bids/mine/key'), { identity: keys.get(user) });
    await startedAgain(tenderOf(scene));
    await untilTrue(async () => (await phaseOf(scene)) === 'evaluation');
    const record = await scene.owner.get(of(scene, '/opening-record'));
    opened = (record['bids'] as OpenedLine[]).filter((bid) => bid.priceFen !== null);
    expect(opened).toHaveLength(scene.bidders.length);
  });

  it('has its duties time out, each as of its due, and shows where it is in the engine’s own lists', async () => {
    opened = await evaluation(scene, opened);
    await terminated(tenderOf(scene));
    const duty = async () =>
      (await stateOf(scene.tenderId)).duties.find(({ id }) => id === 'publish-candidates')!;
    const { dueAt } = await duty();
    await passes(scene.tenderId, dueAt + HOUR_MS);
    await startedAgain(tenderOf(scene));
    await untilTrue(async () => (await duty()).timedOutAt !== null);
    expect((await duty()).timedOutAt).toBe(dueAt);
    await untilTrue(async () => {
      const { searchAttributes } = await handleOf(tenderOf(scene)).describe();
      return searchAttributes['OpensealPhase']?.[0] === 'publicity';
    });
  });

  it('ends its publicity in time, though what runs is from before it began', async () => {
    const before = factsOf(await stateOf(scene.tenderId), REMIND_BEFORE_MS);
    await scene.owner.post(of(scene, '/candidates'), { publicityEndsAt: null });
    const { publicityEndsAt } = await stateOf(scene.tenderId);
    await terminated(tenderOf(scene));
    await passes(scene.tenderId, publicityEndsAt! + 2 * 60_000);
    const { rehearsal, shiftMs } = (await readFenceUnlocked(store.em(), scene.tenderId))!;
    await runsFrom(before, { rehearsal, shiftMs });
    const look = await lookForLost(deps());
    expect([look.started, look.shown]).toEqual([[], [workflowIdOf(tenderOf(scene))]]);
    await untilTrue(async () => (await phaseOf(scene)) === 'award');
    expect((await stateOf(scene.tenderId)).milestones.publicityEnded).toBe(publicityEndsAt);
  });

  /** The process as a copy of the engine's data from before has it. */
  async function runsFrom(facts: TenderFacts, fence: { rehearsal: boolean; shiftMs: number }): Promise<void> {
    const phaseIndex = 5;
    const input = { tenderId: scene.tenderId, ...fence, phaseIndex, facts };
    expect(await engine.startTender(input)).toBe(true);
    await untilTrue(async () => (await engine.runningProcesses()).has(workflowIdOf(tenderOf(scene))));
  }

  it('goes on from a worker’s start alone', async () => {
    await deleted(tenderOf(scene));
    process.kill((await platform.running()).children['worker']!, 'SIGKILL');
    await untilTrue(async () => (await engine.endOf(tenderOf(scene))) === null);
    await award(scene, opened);
  });

  it('is not started again once it is over', async () => {
    expect(await scene.owner.get(of(scene))).toMatchObject({ outcome: 'reported' });
    await untilTrue(async () => (await engine.endOf(tenderOf(scene))) === 'COMPLETED');
    await untilTrue(async () => !(await engine.runningProcesses()).has(workflowIdOf(tenderOf(scene))));
    expect((await lookForLost(deps())).started).toEqual([]);
    expect(await engine.endOf(tenderOf(scene))).toBe('COMPLETED');
  });

  it('stands in the administrator’s queue for a day, with what was found', async () => {
    const { items } = (await administrator.get('/v1/admin/queue?kind=process')) as {
      items: { details: { attempts: number; newest: { workflowId: string; found: string }[] } }[];
    };
    const { attempts, newest } = items[0]!.details;
    expect(newest.map(({ workflowId }) => workflowId)).toEqual(
      newest.map(() => workflowIdOf(tenderOf(scene))),
    );
    expect(newest.map(({ found }) => found)).toEqual(['lost', 'TERMINATED', 'lost', 'TERMINATED']);
    expect(attempts).toBe(4);
  });
});

describe('what the engine lost in part', () => {
  let scene: Scene;
  let kept: Scene;
  let complaint: ProcessName;

  it('is a tender and a complaint, while another tender’s process is left alone', async () => {
    kept = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    scene = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    complaint = { kind: 'complaint', id: await complain(scene) };
    const { runId } = (await handleOf(tenderOf(kept)).describe()) as { runId: string };
    await terminated(tenderOf(scene));
    await deleted(complaint);
    // The authority has three working days to say whether it takes the complaint.
    const dueAt = parseInstant('2026-09-19T00:00:00+08:00');
    await passes(scene.tenderId, dueAt + 60_000);
    await startedAgain(complaint);
    await untilTrue(async () => (await engine.endOf(tenderOf(scene))) === null);
    await untilTrue(async () => (await reviewOf(complaint.id)).timedOutAt !== null);
    expect((await reviewOf(complaint.id)).timedOutAt).toBe('2026-09-19T00:00:00.000+08:00');
    expect((await handleOf(tenderOf(kept)).describe()).runId).toBe(runId);
  });

  it('is started again a second time', async () => {
    await terminated(complaint);
    await startedAgain(complaint);
    expect(await engine.endOf(complaint)).toBeNull();
  });

  it('is no complaint that was withdrawn', async () => {
    const [first] = scene.bidders;
    await first!.user.post(`/v1/complaints/${complaint.id}/withdrawal`, { reason: '已澄清。' });
    await untilTrue(async () => (await engine.endOf(complaint)) === 'COMPLETED');
    await untilTrue(async () => !(await engine.runningProcesses()).has(workflowIdOf(complaint)));
    expect((await lookForLost(deps())).started).toEqual([]);
    expect(await engine.endOf(complaint)).toBe('COMPLETED');
  });

  it('is a process that came to its end though the tender has not', async () => {
    await terminated(tenderOf(kept));
    const state = await stateOf(kept.tenderId);
    const { rehearsal, shiftMs } = (await readFenceUnlocked(store.em(), kept.tenderId))!;
    const facts: TenderFacts = { ...factsOf(state), outcome: 'terminated', duties: [] };
    await engine.startTender({ tenderId: kept.tenderId, rehearsal, shiftMs, phaseIndex: 1, facts });
    await untilTrue(async () => (await engine.endOf(tenderOf(kept))) === 'COMPLETED');
    await startedAgain(tenderOf(kept));
    await advance(kept, (await clockOf(kept)) + HOUR_MS);
  });
});

/** An objection, its reply and the complaint about it (条例 60); gives its id. */
async function complain(scene: Scene): Promise<string> {
  const { user } = scene.bidders[0]!;
  const to = (at: string): Promise<void> => advance(scene, parseInstant(at));
  await to('2026-09-12T10:00:00+08:00');
  const objection = await user.post(of(scene, '/objections'), {
    subject: 'documents',
    text: '业绩要求偏高。',
  });
  await to('2026-09-14T10:00:00+08:00');
  const objectionId = String(objection['objectionId']);
  await scene.owner.post(of(scene, `/objections/${objectionId}/reply`), { text: '维持不变。' });
  const address = `/v1/documents?name=${encodeURIComponent('清单.txt')}`;
  const evidence = await user.postBytes(
    address,
    new TextEncoder().encode('清单'),
    'text/plain; charset=utf-8',
  );
  await to('2026-09-15T10:00:00+08:00');
  const filed = await user.post(of(scene, '/complaints'), {
    subject: 'documents',
    objectionId,
    knownAt: '2026-09-11T09:00:00+08:00',
    authorities: [exampleUscc('唐山市示例行政监督部门')],
    points: [{ text: '业绩要求排斥潜在投标人。', from: 'objection' }],
    request: '责令修改招标文件。',
    evidence: [evidence['sha256']],
  });
  return String(filed['complaintId']);
}

async function reviewOf(complaintId: string): Promise<{ timedOutAt: string | null }> {
  const { steps } = (await administrator.get('/v1/admin/steps')) as {
    steps: { complaintId: string | null; duty: { id: string; timedOutAt: string } }[];
  };
  return steps.find((step) => step.complaintId === complaintId)?.duty ?? { timedOutAt: null };
}

describe('many live tenders', () => {
  const asked = { list: 0, endOf: 0, startTender: 0, showTender: 0 };
  const zero = () => Object.assign(asked, { list: 0, endOf: 0, startTender: 0, showTender: 0 });
  const many: string[] = [];
  let counted: KeeperDeps['engine'];
  let restore: () => void;

  beforeAll(() => {
    const service = engine.client.workflowService;
    const list = service.listWorkflowExecutions;
    service.listWorkflowExecutions = ((...args: Parameters<typeof list>) => {
      asked.list++;
      return list.apply(service, args);
    }) as typeof list;
    restore = () => void (service.listWorkflowExecutions = list);
    counted = {
      runningProcesses: () => engine.runningProcesses(PAGE),
      endOf: (process) => (asked.endOf++, engine.endOf(process)),
      startTender: (input) => (asked.startTender++, engine.startTender(input)),
      showTender: (...given) => (asked.showTender++, engine.showTender(...given)),
      wakeComplaint: (given) => engine.wakeComplaint(given),
    };
  });
  afterAll(() => restore?.());

  it('that were all lost are started with three requests each', async () => {
    const { state } = processAt('bidding');
    for (let n = 0; n < MANY; n++)
      many.push((await putTender(store, state, { at: moment('2026-09-20 10:00') })).id);
    zero();
    const { started } = await lookForLost(deps(counted));
    expect(started).toHaveLength(MANY);
    // Put into the store as they are, they have no command that could be shown.
    expect(asked).toMatchObject({ endOf: MANY, startTender: MANY, showTender: 0 });
  });

  it('and run cost a look no more than their list, page by page', async () => {
    const live = (await liveProcesses(store.em())).length;
    expect(live).toBeGreaterThanOrEqual(MANY);
    // The list lags behind: it is complete when it names every one.
    await untilTrue(async () => (await engine.runningProcesses(PAGE)).size >= live);
    zero();
    expect(await lookForLost(deps(counted))).toEqual({ live, started: [], shown: [] });
    const pages = Math.ceil(live / PAGE);
    expect(asked.list).toBeGreaterThanOrEqual(pages);
    expect(asked.list).toBeLessThanOrEqual(pages + 1);
    expect(asked).toMatchObject({ endOf: 0, startTender: 0, showTender: 0 });
  });

  it('of which one is lost cost a look one more question and one start, also when two look at once', async () => {
    const one: ProcessName = { kind: 'tender', id: many[0]! };
    await terminated(one);
    await untilTrue(async () => !(await engine.runningProcesses()).has(workflowIdOf(one)));
    zero();
    const looks = await Promise.all([lookForLost(deps(counted)), lookForLost(deps(counted))]);
    expect(looks.flatMap(({ started }) => started)).toEqual([workflowIdOf(one)]);
    expect(asked.endOf).toBe(2);
  });
});
