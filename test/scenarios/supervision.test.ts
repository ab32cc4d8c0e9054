import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isoShanghai, MS_PER_DAY, parseInstant } from '../../domain/time/instant.ts';
import { bidding, opening } from '../../rehearsal/acts/bidding.ts';
import { exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser, ProblemError } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, exampleSupervisor, OPERATOR } from '../../rehearsal/examples.ts';
import { advance, HOUR_MS, of, type Scene } from '../../rehearsal/scene.ts';
import { goOn, launch } from '../../rehearsal/script.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { noticeOf } from '../support/procedures.ts';
import { untilTrue } from '../support/until.ts';

let platform: TestPlatform;
let supervisor: PlatformUser;
let administrator: PlatformUser;

beforeAll(async () => {
  platform = await startPlatform();
  supervisor = await exampleSupervisor(platform.baseUrl, platform.password);
  administrator = await new PlatformUser(platform.baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    platform.password,
    OPERATOR.uscc,
    'administrator',
  );
});
afterAll(async () => platform.stop());

const SUSPEND = { kind: 'suspend', basis: 'CMP-008', text: '接到投诉，责令暂停招标投标活动。', dueAt: null };
const order = ({ tenderId }: Scene, body: object): Promise<Record<string, unknown>> =>
  supervisor.post(`/v1/supervision/tenders/${tenderId}/instructions`, body as Record<string, unknown>);

async function refusal(act: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${String(error)}`);
  return { status: error.status, code: error.problem['code'] };
}

async function eventsOf({ tenderId }: Scene): Promise<{ event: string; data: Record<string, unknown> }[]> {
  const { entries } = await new PlatformUser(platform.baseUrl).get(
    `/v1/record?tenderId=${tenderId}&limit=200`,
  );
  return entries as { event: string; data: Record<string, unknown> }[];
}

/** The kinds of what a party was told about a tender; it follows the decision by moments. */
async function told(user: PlatformUser, { tenderId }: Scene): Promise<string[]> {
  const { notices } = (await user.get('/v1/me/notices?limit=200')) as {
    notices: { tenderId: string; kind: string }[];
  };
  return notices.filter((one) => one.tenderId === tenderId).map((one) => one.kind);
}

describe('a supervisor pauses a live tender an hour before its deadline', () => {
  let scene: Scene;
  const deadlineAt = parseInstant('2026-09-30T09:00:00+08:00');
  const receipts = async (): Promise<unknown[]> =>
    Promise.all(
      scene.bidders.map(async ({ user }) => {
        const { receipts: found } = (await user.get(of(scene, '/bids/mine'))) as { receipts: object[] };
        // The time-stamp of a receipt may come after it.
        return found.map((receipt) => ({ ...receipt, timestampedAt: null }));
      }),
    );
  let before: unknown[];

  it('which nobody else can do', async () => {
    scene = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    await bidding(scene);
    await advance(scene, deadlineAt - HOUR_MS);
    before = await receipts();
    const path = `/v1/supervision/tenders/${scene.tenderId}/instructions`;
    expect(await refusal(scene.owner.post(path, SUSPEND))).toMatchObject({ status: 403 });
    expect(await refusal(scene.bidders[0]!.user.post(path, SUSPEND))).toMatchObject({ status: 403 });
    expect(await refusal(administrator.post(path, SUSPEND))).toMatchObject({ status: 403 });
    await administrator.post('/v1/admin/authorities', {
      uscc: exampleUscc('外省监督部门'),
      name: '外省监督部门',
      address: '某地',
      regions: ['45'],
      industries: null,
      person: {
        login: 'supervisor-far',
        password: platform.password,
        realName: '某人',
        phone: '13800000000',
      },
    });
    const far = await new PlatformUser(platform.baseUrl).signIn(
      'supervisor-far',
      platform.password,
      exampleUscc('外省监督部门'),
      'supervisor',
    );
    expect(await refusal(far.post(path, SUSPEND))).toMatchObject({ status: 404 });
    expect(await refusal(order(scene, { ...SUSPEND, basis: 'XYZ-001' }))).toMatchObject({
      code: 'basis-outside-catalogue',
    });
    expect(await refusal(order(scene, { ...SUSPEND, basis: 'ZTB-004' }))).toMatchObject({
      code: 'basis-unfit',
    });
  });

  it('and everybody sees and is told that it rests', async () => {
    await order(scene, SUSPEND);
    const shown = await scene.owner.get(of(scene));
    expect(shown).toMatchObject({
      phase: 'bidding',
      suspension: { grounds: [{ kind: 'instruction', rule: 'CMP-008' }] },
    });
    await untilTrue(async () => (await told(scene.owner, scene)).includes('instruction'));
    for (const { user } of scene.bidders)
      await untilTrue(async () => (await told(user, scene)).includes('suspension'));
    const { instructions } = (await scene.owner.get(of(scene, '/instructions'))) as {
      instructions: { instructionId: string; text: string }[];
    };
    expect(instructions[0]?.text).toBe(SUSPEND.text);
    const id = instructions[0]!.instructionId;
    await scene.owner.post(of(scene, `/instructions/${id}/acknowledgement`));
    const live = (await supervisor.get(`/v1/supervision/tenders/${scene.tenderId}`)) as {
      instructions: { acknowledgedAt: string | null }[];
    };
    expect(live.instructions[0]?.acknowledgedAt).not.toBeNull();
    expect(await refusal(order(scene, SUSPEND))).toMatchObject({ code: 'already-suspended' });
  });

  it('for two days, over the deadline, while the bids stay sealed and safe', async () => {
    await advance(scene, deadlineAt - HOUR_MS + 2 * MS_PER_DAY);
    expect(await scene.owner.get(of(scene))).toMatchObject({ phase: 'bidding', outcome: null });
    expect(await receipts()).toEqual(before);
    expect(await refusal(scene.owner.get(of(scene, '/bids')))).toMatchObject({ code: 'not-closed' });
    const key = { identity: `AGE-SECRET-KEY-1${'Q'.repeat(58)}` };
    expect(await refusal(scene.bidders[0]!.user.post(of(scene, '/bids/mine/key'), key))).toMatchObject({
      code: 'wrong-phase',
    });
  });

  it('then resumes it: what must move is derived again with its reason, and everybody is told', async () => {
    await order(scene, { ...SUSPEND, kind: 'resume', text: '经查，予以恢复。' });
    const shown = await scene.owner.get(of(scene));
    expect(shown).toMatchObject({
      suspension: null,
      bidDeadlineAt: isoShanghai(deadlineAt + 2 * MS_PER_DAY),
    });
    await untilTrue(async () => (await eventsOf(scene)).some(({ event }) => event === 'bidDeadlineMoved'));
    const moved = (await eventsOf(scene)).find(({ event }) => event === 'bidDeadlineMoved');
    expect(moved?.data).toMatchObject({
      because: 'suspension',
      fromAt: isoShanghai(deadlineAt),
      toAt: isoShanghai(deadlineAt + 2 * MS_PER_DAY),
    });
    for (const user of [scene.owner, ...scene.bidders.map((one) => one.user)])
      await untilTrue(async () => {
        const kinds = await told(user, scene);
        return kinds.includes('resumption') && kinds.some((kind) => kind.includes('deadline'));
      });
    const { deadlines } = (await scene.owner.get(of(scene, '/deadlines'))) as {
      deadlines: { rule: string; endsAt: string }[];
    };
    // What is counted backwards follows the deadline: objections are possible two days longer.
    expect(deadlines.find((one) => one.rule === 'ZTB-102')?.endsAt).toMatch(/^2026-09-2[23]/);
  });

  it('and all three bids are opened at the new deadline', async () => {
    const bids = await opening({
      ...scene,
      notice: { ...scene.notice, bidDeadline: isoShanghai(deadlineAt + 2 * MS_PER_DAY) },
    });
    expect(bids).toHaveLength(3);
  });
});

describe('an order in procurement', () => {
  it('ends by itself after thirty days (GP-511)', async () => {
    const scene = await launch(noticeOf('procurement-open'), platform);
    await order(scene, { ...SUSPEND, basis: 'GP-511' });
    const { suspension } = (await scene.owner.get(of(scene))) as {
      suspension: { grounds: { untilAt: string }[] };
    };
    const untilAt = parseInstant(suspension.grounds[0]!.untilAt);
    await advance(scene, untilAt - HOUR_MS);
    expect((await scene.owner.get(of(scene)))['suspension']).not.toBeNull();
    await advance(scene, untilAt);
    expect((await scene.owner.get(of(scene)))['suspension']).toBeNull();
    await untilTrue(async () => (await eventsOf(scene)).some(({ event }) => event === 'processResumed'));
    const lifted = (await eventsOf(scene)).find(({ event }) => event === 'suspensionLifted');
    expect(lifted?.data).toMatchObject({ because: 'limit' });
  });
});

describe('a project in three lots', () => {
  it('lets one lot fail, another rest, and the third go on', async () => {
    const projectCode = `P-${Date.now()}`;
    const lot = async (number: string, end: 'awarded' | 'too-few'): Promise<Scene> => {
      const notice = await exampleNotice('tangshan-2026-epc', {
        lot: { projectCode, number, name: `第${number}标段` },
      });
      return launch(notice, { ...platform, end });
    };
    const [failing, resting, going] = [
      await lot('1', 'too-few'),
      await lot('2', 'awarded'),
      await lot('3', 'awarded'),
    ];
    await order(resting, SUSPEND);
    await Promise.all([goOn(failing), goOn(going)]);
    const { tenders } = (await going.owner.get(`/v1/tenders?lotsOf=${projectCode}`)) as {
      tenders: { lot: { number: string }; outcome: string | null; tenderId: string }[];
    };
    const fates = tenders
      .toSorted((a, b) => a.lot.number.localeCompare(b.lot.number))
      .map((one) => one.outcome);
    expect(fates).toEqual(['failed-fewer-than-three', null, 'reported']);
    expect((await resting.owner.get(of(resting)))['suspension']).not.toBeNull();
  });
});
