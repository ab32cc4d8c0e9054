import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { certify, exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser, ProblemError } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { launch, type Scene } from '../../rehearsal/script.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until, untilTrue } from '../support/until.ts';

let platform: TestPlatform;
let scene: Scene;
let administrator: PlatformUser;

beforeAll(async () => {
  platform = await startPlatform();
  scene = await launch(await exampleNotice('tangshan-2026-epc'), platform);
  administrator = await new PlatformUser(platform.baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    platform.password,
    OPERATOR.uscc,
    'administrator',
  );
});
afterAll(async () => platform.stop());

const path = (rest: string): string => `/v1/tenders/${scene.tenderId}${rest}`;

async function refusal(act: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${String(error)}`);
  const { code, rule } = error.problem;
  return { status: error.status, code, rule };
}

async function sealed(uscc: string): Promise<Uint8Array> {
  const letter = {
    priceFen: '1',
    durationDays: null,
    quality: '合格',
    projectManager: null,
    certificate: null,
  };
  return (await sealBid({ format: 'openseal-bid/1', tenderId: scene.tenderId, bidderUscc: uscc, ...letter }))
    .bytes;
}

describe('what is refused, and why', () => {
  it('a bid that is not encrypted (EB-009)', async () => {
    const plain = new TextEncoder().encode('{"priceFen":"1"}');
    const answer = refusal(
      scene.bidders[0]!.user.postBytes(path('/bids'), plain, 'application/octet-stream'),
    );
    expect(await answer).toEqual({ status: 422, code: 'EB-009', rule: 'EB-009' });
  });

  it('a bid whose header is all there is of age', async () => {
    const truncated = new TextEncoder().encode('age-encryption.org/v1\n-> X25519 abc\n');
    const answer = refusal(
      scene.bidders[0]!.user.postBytes(path('/bids'), truncated, 'application/octet-stream'),
    );
    expect(await answer).toMatchObject({ code: 'EB-009' });
  });

  it('steps out of their turn, in the wrong role, in the tender of others', async () => {
    const { owner, bidders } = scene;
    const report = { committee: [], candidates: [], rejected: [], summary: '无', documents: [] };
    expect(await refusal(owner.post(path('/evaluation-report'), report))).toMatchObject({
      status: 409,
      code: 'wrong-phase',
    });
    expect(await refusal(bidders[0]!.user.post(path('/evaluation-report'), report))).toMatchObject({
      status: 403,
      code: 'wrong-role',
    });
    const stranger = new PlatformUser(platform.baseUrl);
    const uscc = exampleUscc('别的招标人');
    await stranger.post('/v1/persons', {
      login: 'stranger',
      password: platform.password,
      realName: '某人',
      phone: '13800000000',
    });
    await stranger.signIn('stranger', platform.password);
    await stranger.post('/v1/parties', { uscc, name: '别的招标人', address: '某地', kinds: ['tenderee'] });
    await certify(platform, stranger, { uscc, name: '别的招标人' });
    await stranger.signIn('stranger', platform.password, uscc, 'tenderee');
    expect(await refusal(stranger.post(path('/candidates'), { publicityEndsAt: null }))).toMatchObject({
      status: 403,
      code: 'not-your-tender',
    });
    expect(await refusal(stranger.post(path('/clock'), { to: '2026-12-01T00:00:00+08:00' }))).toMatchObject({
      status: 403,
    });
  });

  it('an amendment that leaves too little time (ZTB-006), naming what would be enough', async () => {
    await scene.owner.post(path('/clock'), { to: '2026-09-20T10:00:00+08:00' });
    const body = {
      kind: 'amendment',
      affectsBids: true,
      title: '修改一',
      text: '修改工期',
      documents: [],
      newBidDeadlineAt: null,
    };
    const thrown: unknown = await scene.owner
      .post(path('/clarifications'), body)
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      status: 422,
      problem: { code: 'ZTB-006', accepted: { en: expect.stringContaining('2026-10-05') } },
    });
  });

  it('a key before the closing, and the list of bidders', async () => {
    const [first] = scene.bidders;
    await first!.user.postBytes(path('/bids'), await sealed(first!.party.uscc), 'application/octet-stream');
    const identity = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;
    expect(await refusal(first!.user.post(path('/bids/mine/key'), { identity }))).toMatchObject({
      status: 409,
      code: 'wrong-phase',
    });
    expect(await refusal(scene.owner.get(path('/bids')))).toEqual({
      status: 409,
      code: 'not-closed',
      rule: 'ZTB-015',
    });
  });

  it('nothing public names or counts the bidders before the opening', async () => {
    const reader = new PlatformUser(platform.baseUrl);
    const { entries } = await reader.get(`/v1/record?tenderId=${scene.tenderId}&limit=200`);
    const open = JSON.stringify([entries, await reader.get(path('')), await reader.get(path('/deadlines'))]);
    for (const { party } of scene.bidders) {
      expect(open).not.toContain(party.uscc);
      expect(open).not.toContain(party.name);
    }
    for (const event of ['bidReceived', 'documentTaken', '"role":"bidder"'])
      expect(open).not.toContain(event);
  });

  it('a bid at the very instant of the deadline, and fewer than three bidders', async () => {
    const deadline = (await exampleNotice('tangshan-2026-epc')).bidDeadline;
    await scene.owner.post(path('/clock'), { to: deadline });
    const [, second] = scene.bidders;
    const late = second!.user.postBytes(
      path('/bids'),
      await sealed(second!.party.uscc),
      'application/octet-stream',
    );
    expect(await refusal(late)).toEqual({ status: 422, code: 'ZTB-211', rule: 'ZTB-211' });
    const tender = await scene.owner.get(path(''));
    expect(tender).toMatchObject({ outcome: 'failed-fewer-than-three', closedBidCount: 1 });
    expect(await refusal(scene.owner.get(path('/opening-record')))).toMatchObject({ status: 404 });
  });
});

describe('holiday notices', () => {
  it('move what rests on a year without one, and are announced', async () => {
    const notice = await exampleNotice('tangshan-2026-epc', {
      documentsIssuedFrom: '2026-12-10T09:00:00+08:00',
      documentsIssuedUntil: '2026-12-16T17:00:00+08:00',
      bidDeadline: '2027-01-05T09:00:00+08:00',
    });
    const winter = await launch(notice, platform);
    const body = {
      year: 2027,
      source: '示例通知',
      publishedDate: '2026-11-30',
      restDates: ['2027-01-01', '2027-01-02', '2027-01-03'],
      workDates: [],
    };
    expect(
      await refusal(administrator.post('/v1/admin/holiday-notices', { ...body, workDates: ['2027-01-01'] })),
    ).toMatchObject({ status: 422 });
    const { tenders } = await administrator.post('/v1/admin/holiday-notices', body);
    expect(tenders).toContain(winter.tenderId);
    const reader = new PlatformUser(platform.baseUrl);
    const events = async (): Promise<string[]> =>
      (
        (await reader.get(`/v1/record?tenderId=${winter.tenderId}&limit=200`))['entries'] as {
          event: string;
        }[]
      ).map((one) => one.event);
    await untilTrue(async () => (await events()).includes('deadlinesRederived'));
    const { deadlines } = (await reader.get(`/v1/tenders/${winter.tenderId}/deadlines`)) as {
      deadlines: { derivation: { calendar: string; provisional: boolean } }[];
    };
    expect(deadlines.some((one) => one.derivation.provisional)).toBe(false);
  });
});

describe('the push to the supervisor', () => {
  let server: Server;
  const got: number[] = [];
  let failing = true;

  afterAll(() => {
    server.close();
  });

  it('waits behind what fails, shows it, and goes on in order when it is tried again', async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      request.on('end', () => {
        const { index } = JSON.parse(text) as { index: number };
        // What is answered too late is sent once more.
        if (!failing && got.at(-1) !== index) got.push(index);
        response.writeHead(failing ? 503 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const uscc = exampleUscc('另一监督部门');
    await administrator.post('/v1/admin/authorities', {
      uscc,
      name: '另一监督部门',
      address: '某地',
      regions: ['1302'],
      industries: null,
      person: { login: 'supervisor-2', password: platform.password, realName: '某人', phone: '13800000000' },
    });
    const supervisor = await new PlatformUser(platform.baseUrl).signIn(
      'supervisor-2',
      platform.password,
      uscc,
      'supervisor',
    );
    await supervisor.put('/v1/supervision/endpoint', { url: `http://127.0.0.1:${port}/` });
    const { tenderId } = await launch(await exampleNotice('xian-2026-servers'), platform);
    const endpoint = async () =>
      (await supervisor.get('/v1/supervision/deliveries'))['endpoint'] as {
        id: string;
        attempts: number;
        lastError: string | null;
      };
    await untilTrue(async () => (await endpoint()).attempts > 0);
    expect((await endpoint()).lastError).toContain('503');
    const shown = (await administrator.get('/v1/admin/deliveries')) as { endpoints: { id: string }[] };
    expect(shown.endpoints.map((one) => one.id)).toContain((await endpoint()).id);
    failing = false;
    await administrator.post(`/v1/admin/deliveries/${(await endpoint()).id}/retry`);
    const reader = new PlatformUser(platform.baseUrl);
    const expected = await until(async () => {
      const { entries } = (await reader.get(`/v1/record?tenderId=${tenderId}&limit=200`)) as {
        entries: { index: number; event: string }[];
      };
      return entries.some((one) => one.event === 'documentsOpened') ? entries.map((one) => one.index) : null;
    }, 'the record of the tender');
    await untilTrue(() => Promise.resolve(expected.every((index) => got.includes(index))));
    expect(got).toEqual(got.toSorted((a, b) => a - b));
    expect(new Set(got).size).toBe(got.length);
    expect((await supervisor.get(`/v1/supervision/tenders/${tenderId}`))['tenderId']).toBe(tenderId);
  });

  it('keeps to the region of the authority', async () => {
    const uscc = exampleUscc('外省监督部门');
    await administrator.post('/v1/admin/authorities', {
      uscc,
      name: '外省监督部门',
      address: '某地',
      regions: ['45'],
      industries: null,
      person: { login: 'supervisor-3', password: platform.password, realName: '某人', phone: '13800000000' },
    });
    const supervisor = await new PlatformUser(platform.baseUrl).signIn(
      'supervisor-3',
      platform.password,
      uscc,
      'supervisor',
    );
    expect(await supervisor.get('/v1/supervision/tenders')).toEqual({ tenders: [], next: null });
    expect(await refusal(supervisor.get(`/v1/supervision/tenders/${scene.tenderId}`))).toMatchObject({
      status: 404,
    });
  });
});

describe('a duty that passes its due', () => {
  it("becomes a timed-out step in the administrator's view, and can still be met", async () => {
    const objecting = await launch(await exampleNotice('tangshan-2026-epc'), platform);
    const at = (rest: string): string => `/v1/tenders/${objecting.tenderId}${rest}`;
    const { objectionId } = await objecting.bidders[0]!.user.post(at('/objections'), {
      subject: 'documents',
      text: '资格要求过高',
    });
    const { now } = await objecting.owner.post(at('/clock'), {
      to: isoShanghai(parseInstant('2026-09-15T10:00:00+08:00')),
    });
    expect(parseInstant(String(now))).toBeGreaterThan(parseInstant('2026-09-15T00:00:00+08:00'));
    const { steps } = (await administrator.get('/v1/admin/steps')) as {
      steps: { tenderId: string; duty: { rule: string } }[];
    };
    expect(steps.find((step) => step.tenderId === objecting.tenderId)?.duty.rule).toBe('ZTB-103');
    await objecting.owner.post(at(`/objections/${String(objectionId)}/reply`), { text: '维持不变' });
    const after = (await administrator.get('/v1/admin/steps')) as { steps: { tenderId: string }[] };
    expect(after.steps.some((step) => step.tenderId === objecting.tenderId)).toBe(false);
  });
});
