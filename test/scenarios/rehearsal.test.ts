import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { explain } from '../../bin/law/explain.ts';
import { replay } from '../../bin/law/replay.ts';
import type { ReplayReport } from '../../domain/replay/replay.ts';
import { castOf, enter, whoMayAct } from '../../rehearsal/cast.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { rehearseAndReport } from '../../rehearsal/run.ts';
import type { Summary } from '../../rehearsal/summary.ts';
import { ocdsErrors } from '../support/ocds/validator.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

let platform: TestPlatform;
let reader: PlatformUser;
const events = (summary: Summary): string[] =>
  summary.steps.map((step) => step.event).filter((event) => event !== 'confidentialAct');
const rehearse = async (id: string, changes = {}): Promise<Summary> =>
  rehearseAndReport(await exampleNotice(id, changes), platform, () => undefined);

beforeAll(async () => {
  platform = await startPlatform();
  reader = new PlatformUser(platform.baseUrl);
});
afterAll(async () => platform.stop());

describe('a rehearsal', () => {
  let tangshan: Summary;

  it('takes the Tangshan notice from launch to written report', async () => {
    tangshan = await rehearse('tangshan-2026-epc');
    expect(tangshan).toMatchObject({ outcome: 'reported', bids: 3 });
    expect(events(tangshan)).toEqual([
      'noticePublished',
      'documentsOpened',
      'clarificationIssued',
      'objectionFiled',
      'processSuspended',
      'objectionReplied',
      'processResumed',
      'documentsClosed',
      'bidsClosed',
      'keysCompleted',
      'bidsOpened',
      'evaluationReported',
      'candidatesPublished',
      'publicityEnded',
      'awardNoticeIssued',
      'contractSigned',
      'writtenReportSubmitted',
      'tenderCompleted',
    ]);
  });

  it('stops where bids are taken when it is to stay open, and a bidder may bid then', async () => {
    const notice = await exampleNotice('xian-2026-servers');
    const lines: string[] = [];
    const open = await rehearseAndReport(notice, platform, (line) => void lines.push(line), {
      staysOpen: true,
    });
    expect(open).toMatchObject({ outcome: null, bids: 0 });
    expect(events(open)).toEqual(['noticePublished', 'documentsOpened']);
    expect(lines.at(-1)).toMatch(/^open for bids: /);
    const [bidder] = castOf(notice).bidders;
    const user = await enter(platform, bidder!);
    const { actions } = (await user.get(`/v1/tenders/${open.tenderId}/actions`)) as {
      actions: { name: string; admitted: boolean }[];
    };
    expect(actions.find(({ name }) => name === 'submitBid')).toMatchObject({ admitted: true });
    const said = whoMayAct(notice, open.tenderId!).join('\n');
    for (const { login, uscc } of [bidder!, castOf(notice).tenderee]) {
      expect(said).toContain(login);
      expect(said).toContain(uscc);
    }
  });

  it('refuses the same schedule with its deadline one day earlier, by ZTB-004', async () => {
    const summary = await rehearse('tangshan-2026-epc', { bidDeadline: '2026-09-29T09:00:00+08:00' });
    expect(summary.refused).toMatchObject({ code: 'ZTB-004', rules: ['ZTB-004'] });
    expect(summary.outcome).toBeNull();
  });

  it('refuses what no ruleset reaches', async () => {
    const summary = await rehearse('tangshan-2026-epc', {
      documentsIssuedFrom: '2012-09-10T09:00:00+08:00',
      documentsIssuedUntil: '2012-09-17T17:00:00+08:00',
      bidDeadline: '2012-10-10T09:00:00+08:00',
    });
    expect(summary.refused?.code).toBe('no-ruleset');
  });

  it("runs Xi'an with its bid securities, and Guangxi under the rules and calendar of 2019", async () => {
    const xian = await rehearse('xian-2026-servers');
    expect(xian.outcome).toBe('reported');
    expect(events(xian)).toContain('securityReturned');
    const guangxi = await rehearse('guangxi-2019-tobacco');
    expect(guangxi.outcome).toBe('reported');
    const rulesets = (guangxi.deadlines as { derivation: { ruleset: string } }[]).map(
      (deadline) => deadline.derivation.ruleset,
    );
    expect(new Set(rulesets)).toEqual(new Set(['cn-tendering-2019-03-02']));
  });

  it('publishes announcements and valid OCDS at every step, marked as a rehearsal', async () => {
    const kinds = ['tender-notice', 'opening-record', 'candidate-publicity', 'award-result', 'contract'];
    const announcements = await until(async () => {
      const { announcements: found } = (await reader.get(
        `/v1/announcements?tenderId=${tangshan.tenderId}&limit=200`,
      )) as {
        announcements: { id: string; kind: string; title: string; rehearsal: boolean }[];
      };
      return kinds.every((kind) => found.some((one) => one.kind === kind)) ? found : null;
    }, 'an announcement of each step');
    expect(announcements.every((one) => one.rehearsal && one.title.includes('演练'))).toBe(true);
    for (const { id } of announcements) {
      const page = await fetch(`${platform.baseUrl}/announcements/${id}`, {
        headers: { accept: 'text/html' },
      });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('演练，非真实招标');
      const release = await reader.get(`/ocds/releases/${id}.json`);
      expect(ocdsErrors('releasePackage', release)).toEqual([]);
    }
    const record = await reader.get(`/ocds/records/ocds-openseal-rehearsal-${tangshan.tenderId}.json`);
    expect(ocdsErrors('recordPackage', record)).toEqual([]);
  });

  it('explains the deadlines of its tender day by day, from the public API alone', async () => {
    const lines = await explain(String(tangshan.tenderId), { url: platform.baseUrl });
    expect(lines).toContain('ZTB-004  招标投标法第二十四条');
    expect(lines).toContain('  2026-09-30 周三 第20日 计入');
    expect(lines.join('\n')).toContain('规则集 cn-tendering-2025-01-01');
    expect(lines.filter((line) => line.startsWith('ZTB-402'))).toHaveLength(1);
  });

  it('is exported once it is over, and replayed from there: nothing changes under its own ruleset', async () => {
    process.env['OPENSEAL_ADMINISTRATOR_PASSWORD'] = platform.password;
    const { uscc } = OPERATOR;
    const save = path.join(platform.dataDir, 'archive.json');
    const live = { url: platform.baseUrl, login: EXAMPLE_LOGINS.administrator, uscc, save, json: true };
    const reportsOf = async (options: Parameters<typeof replay>[0]) =>
      JSON.parse((await replay(options)).join('')) as ReplayReport[];
    const reports = await reportsOf({ ruleset: 'cn-tendering-2025-01-01', ...live });
    const own = reports.find((report) => report.tenderId === tangshan.tenderId);
    expect(own).toMatchObject({
      deadlines: [],
      steps: [],
      refused: [],
      vanished: [],
      notReproduced: [],
      stopped: null,
    });
    const variant = path.join(platform.dataDir, 'variant.json');
    const longer = { 'ZTB-004': { period: { count: 30, unit: 'day', bound: 'min' } } };
    await writeFile(variant, JSON.stringify({ id: 'draft', base: 'cn-tendering-2025-01-01', rules: longer }));
    const changed = await reportsOf({ ruleset: variant, file: save, json: true });
    const under30 = changed.find((report) => report.tenderId === tangshan.tenderId);
    expect(under30?.refused).toMatchObject([{ move: 'launchTender', code: 'ZTB-004' }]);
    expect(under30?.stopped).toBeNull();
  });

  it('signs what it puts into inboxes, so that its receiver can show it to others', async () => {
    const [party] = castOf(await exampleNotice('tangshan-2026-epc')).bidders;
    const bidder = await enter(platform, party!);
    const keys = createLocalJWKSet(
      (await reader.get('/.well-known/openseal-keys.json')) as unknown as JSONWebKeySet,
    );
    const notices = await until(async () => {
      const { notices: found } = (await bidder.get('/v1/me/notices')) as {
        notices: { id: string; tenderId: string; textZh: string; signature: string }[];
      };
      return found.length > 0 ? found : null;
    }, 'a notice');
    for (const { id, tenderId, textZh, signature } of notices) {
      const { payload } = await compactVerify(signature, keys);
      const signed: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
      expect(signed).toMatchObject({ format: 'openseal-notice/1', noticeId: id, tenderId, textZh });
    }
  });

  it('numbers what is rehearsed without gaps and pushes it to the supervisor in order', async () => {
    const entries: { index: number; tenderId: string | null }[] = [];
    for (let from = 0; ;) {
      const page = (await reader.get(`/v1/record?log=rehearsals&from=${from}&limit=200`)) as {
        entries: typeof entries;
        next: number;
      };
      if (page.entries.length === 0) break;
      entries.push(...page.entries);
      from = page.next;
    }
    expect(entries.map((entry) => entry.index)).toEqual(entries.map((_, index) => index));
    const expected = entries.filter((entry) => entry.tenderId !== null).map((entry) => entry.index);
    const received = await until(async () => {
      const lines = (await (await fetch(platform.receiverUrl)).text()).split('\n').slice(2).filter(Boolean);
      // What was entered after we looked is none of ours.
      const indexes = lines
        .map((line) => Number(line.split('\t')[0]))
        .filter((index) => index <= expected.at(-1)!);
      return indexes.at(-1) === expected.at(-1) ? indexes : null;
    }, 'the last entry at the supervisor');
    expect(received.length).toBeGreaterThanOrEqual(Math.min(100, expected.length));
    expect(received).toEqual(expected.slice(-received.length));
  });
});
