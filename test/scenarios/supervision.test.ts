import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser, ProblemError } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { launch, type Scene } from '../../rehearsal/script.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';

const HOUR_MS = 3_600_000;

let platform: TestPlatform;
let administrator: PlatformUser;
let supervisor: PlatformUser;

beforeAll(async () => {
  process.env['OPENSEAL_DOWNTIME_RULE'] = 'on';
  platform = await startPlatform();
  administrator = await new PlatformUser(platform.baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    platform.password,
    OPERATOR.uscc,
    'administrator',
  );
  const uscc = exampleUscc('唐山市监督部门（情景）');
  await administrator.post('/v1/admin/authorities', {
    uscc,
    name: '唐山市监督部门（情景）',
    address: '唐山市',
    regions: ['1302'],
    industries: null,
    person: {
      login: 'supervisor-scenario',
      password: platform.password,
      realName: '某人',
      phone: '13800000000',
    },
  });
  supervisor = await new PlatformUser(platform.baseUrl).signIn(
    'supervisor-scenario',
    platform.password,
    uscc,
    'supervisor',
  );
}, 240_000);
afterAll(async () => {
  delete process.env['OPENSEAL_DOWNTIME_RULE'];
  await platform.stop();
}, 60_000);

async function bid(scene: Scene, index: number): Promise<unknown> {
  const { party, user } = scene.bidders[index]!;
  const { bytes } = await sealBid({
    format: 'openseal-bid/1',
    tenderId: scene.tenderId,
    bidderUscc: party.uscc,
    priceFen: '1',
    durationDays: null,
    quality: '合格',
    projectManager: null,
    certificate: null,
  });
  return user.postBytes(`/v1/tenders/${scene.tenderId}/bids`, bytes, 'application/octet-stream');
}

async function code(act: Promise<unknown>): Promise<unknown> {
  const error: unknown = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ProblemError ? error.problem['code'] : error;
}

describe('an outage before the deadline', () => {
  it('moves it, in the process, at the fence and in public; bids come in until the new one, and none after', async () => {
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, platform);
    const at = (rest: string): string => `/v1/tenders/${scene.tenderId}${rest}`;
    const deadlineAt = parseInstant(notice.bidDeadline);
    expect(await new PlatformUser(platform.baseUrl).get('/v1/platform')).toMatchObject({
      downtimeRule: { inForce: true },
    });
    await bid(scene, 0);
    await administrator.post(`/v1/admin/tenders/${scene.tenderId}/outages`, {
      fromAt: isoShanghai(deadlineAt - HOUR_MS),
      untilAt: isoShanghai(deadlineAt - HOUR_MS / 4),
      reason: '情景演练：截止前停机四十五分钟',
    });
    await scene.owner.post(at('/clock'), { to: isoShanghai(deadlineAt + HOUR_MS) });
    const moved = await scene.owner.get(at(''));
    expect(moved).toMatchObject({ phase: 'bidding', outcome: null, closedBidCount: null });
    const newDeadlineAt = parseInstant(String(moved['bidDeadlineAt']));
    // The same hour, a later day.
    expect((newDeadlineAt - deadlineAt) % (24 * HOUR_MS)).toBe(0);
    expect(newDeadlineAt).toBeGreaterThan(deadlineAt);
    await bid(scene, 1);
    const { entries } = (await scene.owner.get(`/v1/record?tenderId=${scene.tenderId}&limit=200`)) as {
      entries: { event: string; rule: string; data: { outages?: unknown[] } }[];
    };
    const entry = entries.find((one) => one.event === 'bidDeadlineMoved');
    expect([entry?.rule, entry?.data.outages?.length]).toEqual(['INT-07', 1]);
    await scene.owner.post(at('/clock'), { to: isoShanghai(newDeadlineAt) });
    expect(await scene.owner.get(at(''))).toMatchObject({ closedBidCount: 2 });
    expect(await code(bid(scene, 2))).toBe('ZTB-211');
  }, 240_000);
});

describe('an order of the authority', () => {
  it('rests the process beyond its deadline until the order to resume, and a correction is followed to its end', async () => {
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, platform);
    const at = (rest: string): string => `/v1/tenders/${scene.tenderId}${rest}`;
    const order = (json: object) =>
      supervisor.post(`/v1/supervision/tenders/${scene.tenderId}/instructions`, {
        text: '依法处理。',
        dueAt: null,
        ...json,
      });
    expect(await code(order({ kind: 'resume', basis: 'CMP-008' }))).toBe('not-suspended');
    await order({ kind: 'suspend', basis: 'CMP-008' });
    expect(await code(order({ kind: 'suspend', basis: 'CMP-008' }))).toBe('already-suspended');
    const deadlineAt = parseInstant(notice.bidDeadline);
    await scene.owner.post(at('/clock'), { to: isoShanghai(deadlineAt + HOUR_MS) });
    expect(await scene.owner.get(at(''))).toMatchObject({
      suspension: { rule: 'CMP-008', grounds: [{ kind: 'instruction', rule: 'CMP-008' }] },
      closedBidCount: null,
    });
    await bid(scene, 0);
    const dueAt = isoShanghai(deadlineAt + 24 * HOUR_MS);
    const { instructionId } = await order({ kind: 'correct', basis: 'ZTB-006', text: '更正第三章。', dueAt });
    const instruction = at(`/instructions/${String(instructionId)}`);
    await scene.owner.post(`${instruction}/acknowledgement`);
    await scene.owner.post(at('/clock'), { to: isoShanghai(deadlineAt + 48 * HOUR_MS) });
    const duty = `/v1/admin/tenders/${scene.tenderId}/duties/correct%3A${String(instructionId)}`;
    const { items } = (await administrator.get(
      `/v1/admin/queue?tenderId=${scene.tenderId}&kind=duty&late=true`,
    )) as { items: { details: { dutyId: string } }[] };
    expect(items.map((one) => one.details.dutyId)).toEqual([`correct:${String(instructionId)}`]);
    await administrator.post(`${duty}/escalation`, { reason: '逾期一日' });
    const inspected = (await supervisor.get(`/v1/supervision/tenders/${scene.tenderId}`)) as {
      duties: { standing: string; done: { action: string; reason: string | null }[] }[];
    };
    expect(inspected.duties[0]).toMatchObject({
      standing: 'late',
      done: [{ action: 'escalateDuty', reason: '逾期一日' }],
    });
    await scene.owner.post(`${instruction}/report`, { text: '已更正。', documents: [] });
    await supervisor.post(
      `/v1/supervision/tenders/${scene.tenderId}/instructions/${String(instructionId)}/closure`,
    );
    await order({ kind: 'resume', basis: 'CMP-008' });
    // What rested is taken up again: the end of the documents' issue, then the wait for the deadline.
    await until(async () => (await scene.owner.get(at('')))['phase'] === 'bidding');
    const resumed = await scene.owner.get(at(''));
    expect(resumed).toMatchObject({ suspension: null, closedBidCount: null });
    expect(parseInstant(String(resumed['bidDeadlineAt']))).toBeGreaterThan(deadlineAt + 48 * HOUR_MS);
  }, 240_000);
});

async function until(look: () => Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + 60_000;
  while (!(await look())) {
    if (Date.now() > endsAt) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
