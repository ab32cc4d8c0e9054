import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../domain/time/instant.ts';
import { exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser, ProblemError } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { advance, of } from '../../rehearsal/scene.ts';
import { launch, type Scene } from '../../rehearsal/script.ts';
import { historyCodec } from '../../runtime/engine/codec.ts';
import { Engine } from '../../runtime/engine/engine.ts';
import { historyKeys } from '../../runtime/vault.ts';
import { complaintWorkflowId } from '../../workflows/messages.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

type Json = Record<string, unknown>;
interface Duty {
  readonly id: string;
  readonly owner: string;
  readonly dueAt: string;
  readonly metAt: string | null;
  readonly timedOutAt: string | null;
}

const AUTHORITY = exampleUscc('唐山市示例行政监督部门');

let platform: TestPlatform;
let supervisor: PlatformUser;
let administrator: PlatformUser;
let reader: PlatformUser;

beforeAll(async () => {
  platform = await startPlatform();
  const { baseUrl, password } = platform;
  reader = new PlatformUser(baseUrl);
  supervisor = await new PlatformUser(baseUrl).signIn(
    EXAMPLE_LOGINS.supervisor,
    password,
    AUTHORITY,
    'supervisor',
  );
  administrator = await new PlatformUser(baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    password,
    OPERATOR.uscc,
    'administrator',
  );
});
afterAll(async () => platform.stop());

async function refusal(act: Promise<unknown>): Promise<[number, unknown]> {
  const error: unknown = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${String(error)}`);
  return [error.status, error.problem['code']];
}

const to = (scene: Scene, at: string): Promise<void> => advance(scene, parseInstant(at));
const by = (id: string, rest = ''): string => `/v1/supervision/complaints/${id}${rest}`;
const dutyOf = (complaint: Json, id: string): Duty =>
  (complaint['duties'] as Duty[]).find((duty) => duty.id === id)!;

async function store(user: PlatformUser, name: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${name}（示例）`);
  const address = `/v1/documents?name=${encodeURIComponent(name)}`;
  return String((await user.postBytes(address, bytes, 'text/plain; charset=utf-8'))['sha256']);
}

/** The public page of the decision, once it is published. */
async function decisionPage(scene: Scene): Promise<string> {
  const id = await until(async () => {
    const query = `tenderId=${scene.tenderId}&kind=complaint-decision`;
    const { announcements } = (await reader.get(`/v1/announcements?${query}`)) as {
      announcements: { id: string }[];
    };
    return announcements[0]?.id ?? null;
  });
  const page = await fetch(`${platform.baseUrl}/announcements/${id}`, { headers: { accept: 'text/html' } });
  return page.text();
}

/** The first entry of an event in a tender's record, once it is there. */
function entryOf(scene: Scene, name: string): Promise<Json> {
  return until(async () => {
    const { entries } = (await reader.get(`/v1/record?tenderId=${scene.tenderId}&limit=200`)) as {
      entries: (Json & { event: string })[];
    };
    return entries.find(({ event }) => event === name) ?? null;
  }, name);
}

async function statusOfProcess(complaintId: string): Promise<string> {
  const engine = new Engine({
    address: `127.0.0.1:${platform.temporalPort}`,
    namespace: 'openseal',
    taskQueue: 'openseal',
    codec: historyCodec(await historyKeys(`${platform.dataDir}/keys`)),
  });
  try {
    return await until(async () => {
      const { status } = await engine.client.workflow.getHandle(complaintWorkflowId(complaintId)).describe();
      return status.name === 'RUNNING' ? null : status.name;
    });
  } finally {
    await engine.close();
  }
}

describe('a complaint in tendering', () => {
  let scene: Scene;
  let complaint: (more?: Json) => Json;
  let complaintId: string;

  it('comes after an objection of the same party, with request and proof (CMP-001, CMP-002)', async () => {
    scene = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    const [first, second] = scene.bidders;
    await to(scene, '2026-09-12T10:00:00+08:00');
    const objection = await first!.user.post(of(scene, '/objections'), {
      subject: 'documents',
      text: '业绩要求偏高。',
    });
    complaint = (more = {}) => ({
      subject: 'documents',
      objectionId: objection['objectionId'],
      knownAt: '2026-09-11T09:00:00+08:00',
      authorities: [AUTHORITY],
      points: [{ text: `业绩要求排斥${first!.party.name}等潜在投标人。`, from: 'objection' }],
      request: '责令修改招标文件。',
      evidence: [],
      ...more,
    });
    await to(scene, '2026-09-14T10:00:00+08:00');
    await scene.owner.post(of(scene, `/objections/${String(objection['objectionId'])}/reply`), {
      text: '维持不变。',
    });
    const evidence = [await store(first!.user, '同类项目清单.txt')];
    const file = (user: PlatformUser, more: Json) =>
      refusal(user.post(of(scene, '/complaints'), complaint(more)));
    expect(await file(first!.user, {})).toEqual([422, 'CMP-001']);
    expect(await file(first!.user, { evidence, objectionId: null })).toEqual([422, 'CMP-002']);
    const others = [await store(second!.user, '别人的证据.txt')];
    expect(await file(second!.user, { evidence: others })).toEqual([422, 'CMP-002']);
    expect(await file(first!.user, { evidence, authorities: [OPERATOR.uscc] })).toEqual([
      422,
      'authority-not-competent',
    ]);
    await to(scene, '2026-09-15T10:00:00+08:00');
    const filed = await first!.user.post(of(scene, '/complaints'), complaint({ evidence }));
    complaintId = String(filed['complaintId']);
    expect(filed['status']).toBe('accepted');
    expect(await file(first!.user, { evidence })).toEqual([422, 'CMP-006']);
  });

  it('is known to the complainant and the authority, and to nobody else before its acceptance', async () => {
    const [first, second] = scene.bidders;
    const own = await first!.user.get(`/v1/complaints/${complaintId}`);
    expect(own).toMatchObject({ status: 'filed', standing: 'document-holder' });
    expect(dutyOf(own, 'review')).toMatchObject({
      owner: 'supervisor',
      dueAt: '2026-09-19T00:00:00.000+08:00',
    });
    expect(await supervisor.get(by(complaintId))).toMatchObject({
      complainant: { name: first!.party.name },
    });
    for (const user of [second!.user, scene.owner])
      expect(await refusal(user.get(`/v1/complaints/${complaintId}`))).toEqual([404, 'unknown-complaint']);
    expect(
      await refusal(second!.user.post(`/v1/complaints/${complaintId}/withdrawal`, { reason: 'x' })),
    ).toEqual([404, 'unknown-complaint']);
    expect((await scene.owner.get('/v1/complaints'))['complaints']).toEqual([]);
  });

  it('whose review the authority misses shows a timed-out step to all (CMP-004)', async () => {
    await to(scene, '2026-09-19T00:00:00+08:00');
    const late = await supervisor.get(by(complaintId));
    expect(dutyOf(late, 'review').timedOutAt).toBe('2026-09-19T00:00:00.000+08:00');
    const { steps } = (await administrator.get('/v1/admin/steps')) as {
      steps: { complaintId: string | null; duty: { id: string } }[];
    };
    expect(steps).toContainEqual(
      expect.objectContaining({ complaintId, duty: expect.objectContaining({ id: 'review' }) }),
    );
    const data = { complaintId, duty: 'review', owner: 'supervisor' };
    expect(await entryOf(scene, 'complaintStepTimedOut')).toMatchObject({ rule: 'CMP-004', data });
    // A day before, the authority was reminded of it.
    expect(await entryOf(scene, 'complaintDutyReminded')).toMatchObject({
      at: '2026-09-18T00:00:00.000+08:00',
      data,
    });
    await supervisor.post(by(complaintId, '/acceptance'));
    expect(await refusal(supervisor.post(by(complaintId, '/acceptance')))).toEqual([409, 'wrong-status']);
  });

  it('has its times derived again when a holiday notice is added', async () => {
    const { complaints } = await administrator.post('/v1/admin/holiday-notices', {
      year: 2027,
      source: '示例通知',
      publishedDate: '2026-11-30',
      restDates: ['2027-01-01', '2027-01-02', '2027-01-03'],
      workDates: [],
    });
    expect(complaints).toEqual([complaintId]);
    expect(await entryOf(scene, 'complaintDeadlinesRederived')).toMatchObject({
      data: { complaintId, moved: [] },
    });
    await administrator.post(`/v1/admin/complaints/${complaintId}/rederivation`);
    expect(await refusal(administrator.post(`/v1/admin/complaints/${scene.tenderId}/rederivation`))).toEqual([
      404,
      'unknown-complaint',
    ]);
  });

  it('lets the authority suspend the tender for its sake (CMP-008)', async () => {
    await supervisor.post(by(complaintId, '/instructions'), {
      kind: 'suspend',
      basis: 'CMP-008',
      text: '投诉处理期间暂停招标投标活动。',
    });
    const { suspension } = await reader.get(of(scene));
    expect(suspension).not.toBeNull();
    const seen = await supervisor.get(by(complaintId));
    expect(seen['instructions']).toMatchObject([{ kind: 'suspend', basis: 'CMP-008' }]);
  });

  it('is answered by the tenderee, who does not learn who complains', async () => {
    const against = await scene.owner.get(`/v1/complaints/${complaintId}`);
    const said = JSON.stringify(against);
    expect(against).toMatchObject({ status: 'accepted', complainant: null, evidence: [] });
    expect(said).not.toContain(scene.bidders[0]!.party.name);
    expect(said).not.toContain(scene.bidders[0]!.party.uscc);
    await scene.owner.post(`/v1/complaints/${complaintId}/statement`, {
      text: '业绩要求与规模相当。',
      documents: [await store(scene.owner, '说明.txt')],
    });
    expect(
      await refusal(scene.owner.post(`/v1/complaints/${complaintId}/withdrawal`, { reason: 'x' })),
    ).toEqual([403, 'wrong-role']);
  });

  it('is decided in time that leaves out an appraisal (CMP-005)', async () => {
    const before = dutyOf(await supervisor.get(by(complaintId)), 'decide').dueAt;
    await to(scene, '2026-09-21T10:00:00+08:00');
    const opened = await supervisor.post(by(complaintId, '/excluded-time'), {
      kind: 'appraisal',
      text: '委托鉴定。',
    });
    expect(
      await refusal(
        supervisor.post(by(complaintId, '/decision'), {
          outcome: 'unfounded',
          remedy: null,
          reasons: '未完。',
          documents: [],
        }),
      ),
    ).toEqual([422, 'CMP-005']);
    await to(scene, '2026-09-23T10:00:00+08:00');
    await supervisor.post(by(complaintId, `/excluded-time/${String(opened['excludedTimeId'])}/end`));
    const after = dutyOf(await supervisor.get(by(complaintId)), 'decide').dueAt;
    // The 22nd and 23rd, both working days, are not counted.
    expect([before, after]).toEqual(['2026-11-06T00:00:00.000+08:00', '2026-11-10T00:00:00.000+08:00']);
    await supervisor.post(by(complaintId, '/decision'), {
      outcome: 'upheld',
      remedy: 'start-anew',
      reasons: `经查，业绩要求排斥潜在投标人，${scene.bidders[0]!.party.name}的投诉成立。`,
      documents: [],
    });
    await supervisor.post(by(complaintId, '/instructions'), {
      kind: 'correct',
      basis: 'ZTB-020',
      text: '修改招标文件中的业绩要求。',
      dueAt: '2026-09-28T18:00:00+08:00',
    });
  });

  it('is published without the complainant, and the tender goes on', async () => {
    expect((await reader.get(`/v1/complaint-decisions?tenderId=${scene.tenderId}`))['complaints']).toEqual(
      [],
    );
    await supervisor.post(by(complaintId, '/publication'));
    await supervisor.post(by(complaintId, '/instructions'), {
      kind: 'resume',
      basis: 'CMP-008',
      text: '恢复招标投标活动。',
    });
    const { complaints } = (await reader.get(`/v1/complaint-decisions?tenderId=${scene.tenderId}`)) as {
      complaints: Json[];
    };
    expect(complaints).toMatchObject([
      { complaintId, status: 'published', complainant: null, decision: { outcome: 'upheld' } },
    ]);
    const page = await decisionPage(scene);
    expect(page).toContain('投诉成立');
    for (const text of [page, JSON.stringify(complaints)])
      expect(text).not.toContain(scene.bidders[0]!.party.name);
    const tender = await reader.get(of(scene));
    expect(tender['suspension']).toBeNull();
    expect(await statusOfProcess(complaintId)).toBe('COMPLETED');
    expect(await refusal(supervisor.post(by(complaintId, '/publication')))).toEqual([409, 'wrong-status']);
  });
});

describe('a complaint whose tender is declared void', () => {
  it('goes on, and its clocks run, until it is withdrawn (CMP-005, CMP-012)', async () => {
    const scene = await launch(
      await exampleNotice('tangshan-2026-epc', { id: 'void', title: '示例作废项目' }),
      platform,
    );
    const [, second] = scene.bidders;
    await to(scene, '2026-09-15T10:00:00+08:00');
    const filed = await second!.user.post(of(scene, '/complaints'), {
      subject: 'other',
      objectionId: null,
      knownAt: '2026-09-14T09:00:00+08:00',
      authorities: [AUTHORITY],
      points: [{ text: '招标人与潜在投标人串通。', from: 'new' }],
      request: '责令重新招标。',
      evidence: [await store(second!.user, '录音说明.txt')],
    });
    const id = String(filed['complaintId']);
    await supervisor.post(by(id, '/acceptance'));
    await supervisor.post(by(id, '/instructions'), {
      kind: 'invalidate',
      basis: 'ZTB-412',
      text: '认定招标无效。',
    });
    expect((await reader.get(of(scene)))['outcome']).toBe('invalidated');
    const { dueAt } = dutyOf(await supervisor.get(by(id)), 'decide');
    await to(scene, dueAt);
    expect(dutyOf(await supervisor.get(by(id)), 'decide').timedOutAt).toBe(dueAt);
    await second!.user.post(`/v1/complaints/${id}/withdrawal`, { reason: '项目已经作废。' });
    expect(await second!.user.get(`/v1/complaints/${id}`)).toMatchObject({
      status: 'withdrawn',
      warnings: [{ rule: 'CMP-012', severity: 'warns' }],
    });
    expect(await statusOfProcess(id)).toBe('COMPLETED');
    expect(await refusal(scene.owner.post(of(scene, '/clock'), { to: '2026-12-31T00:00:00+08:00' }))).toEqual(
      [409, 'tender-over'],
    );
  });
});

describe('a complaint in procurement', () => {
  let scene: Scene;
  let complaintId: string;

  it('comes after a challenge and its answer, and keeps to it (GP-507, GP-514)', async () => {
    const notice = await exampleNotice('tangshan-2026-epc', {
      id: 'procurement',
      title: '示例中学计算机采购项目',
      regime: 'government-procurement',
      category: 'goods',
      tenderee: '示例中学',
      documentsIssuedUntil: '2026-09-18T17:00:00+08:00',
      bidDeadline: '2026-10-20T09:00:00+08:00',
    });
    scene = await launch(notice, platform);
    const [first] = scene.bidders;
    await to(scene, '2026-09-12T10:00:00+08:00');
    const challenge = await first!.user.post(of(scene, '/objections'), {
      subject: 'documents',
      text: '参数指向特定品牌。',
    });
    const evidence = [await store(first!.user, '参数对比.txt')];
    const complaint = (point: Json): Json => ({
      subject: 'documents',
      objectionId: challenge['objectionId'],
      knownAt: '2026-09-12T09:00:00+08:00',
      authorities: [AUTHORITY],
      points: [point],
      request: '责令修改采购文件。',
      evidence,
    });
    const file = (point: Json) => first!.user.post(of(scene, '/complaints'), complaint(point));
    const brand = { text: '参数指向特定品牌。', from: 'objection' };
    expect(await refusal(file(brand))).toEqual([422, 'GP-507']);
    await to(scene, '2026-09-16T10:00:00+08:00');
    await scene.owner.post(of(scene, `/objections/${String(challenge['objectionId'])}/reply`), {
      text: '参数为行业通用。',
    });
    expect(await refusal(file({ text: '付款条件不公。', from: 'new' }))).toEqual([422, 'GP-514']);
    await to(scene, '2026-09-17T10:00:00+08:00');
    complaintId = String((await file(brand))['complaintId']);
    expect(dutyOf(await supervisor.get(by(complaintId)), 'review').dueAt).toBe(
      '2026-09-24T00:00:00.000+08:00',
    );
  });

  it('is corrected once, accepted, and its copy answered (GP-508, GP-509)', async () => {
    const [first] = scene.bidders;
    const ask = () =>
      supervisor.post(by(complaintId, '/correction-request'), {
        text: '请写明法律依据。',
        dueAt: '2026-09-22T18:00:00+08:00',
      });
    await to(scene, '2026-09-18T10:00:00+08:00');
    await ask();
    await to(scene, '2026-09-21T10:00:00+08:00');
    await first!.user.post(`/v1/complaints/${complaintId}/correction`, {
      points: [{ text: '参数指向特定品牌，违反采购法。', from: 'objection' }],
      request: '责令修改采购文件。',
      evidence: [await store(first!.user, '参数对比（补正）.txt')],
    });
    expect(await refusal(ask())).toEqual([422, 'GP-508']);
    // What is stored is decided, though nobody is there to do it for a while.
    await platform.kill('worker');
    await supervisor.post(by(complaintId, '/acceptance'));
    const statement = { text: '参数为通用参数。', documents: [] };
    const address = `/v1/complaints/${complaintId}/statement`;
    expect(await refusal(scene.owner.post(address, statement))).toEqual([409, 'no-copy-yet']);
    await supervisor.post(by(complaintId, '/copies'));
    await scene.owner.post(address, statement);
    const seen = await supervisor.get(by(complaintId));
    for (const id of ['review', 'correct', 'copies', 'statement'])
      expect([id, dutyOf(seen, id).metAt]).not.toEqual([id, null]);
    // From its first receipt, without the working days of the correction.
    expect(dutyOf(seen, 'decide').dueAt).toBe('2026-11-07T00:00:00.000+08:00');
  });

  it('rests the procurement for thirty days at most (GP-511), is rejected and published in time (GP-314)', async () => {
    await supervisor.post(by(complaintId, '/instructions'), {
      kind: 'suspend',
      basis: 'GP-511',
      text: '暂停采购活动。',
    });
    await to(scene, '2026-09-23T10:00:00+08:00');
    await supervisor.post(by(complaintId, '/decision'), {
      outcome: 'unfounded',
      remedy: null,
      reasons: '经查，参数为行业通用，投诉缺乏事实依据。',
      documents: [],
    });
    const decided = await supervisor.get(by(complaintId));
    expect(dutyOf(decided, 'publish')).toMatchObject({ rule: 'GP-314', owner: 'supervisor' });
    await supervisor.post(by(complaintId, '/publication'));
    expect(await decisionPage(scene)).toContain('驳回');
    expect(await statusOfProcess(complaintId)).toBe('COMPLETED');
    expect((await reader.get(of(scene)))['suspension']).not.toBeNull();
    await to(scene, '2026-10-22T00:00:00+08:00');
    expect((await reader.get(of(scene)))['suspension']).toBeNull();
  });
});
