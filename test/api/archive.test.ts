import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { ARCHIVE_FORMAT, LEFT_OUT, type Archive } from '../../domain/replay/archive.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { enterRecord, receiveCommand, saveState, settleCommand } from '../../store/index.ts';
import {
  agencyActor,
  bidderActors,
  EXAMPLE_PARTIES,
  exampleDocument,
  exampleDraft,
} from '../support/drafts.ts';
import { actingAs, entrust, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { settledHead } from './support/record.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
let administrator: Acting;
let agency: Acting;
let tender: TenderState;
const archiveOf = (id: string) =>
  send(platform, 'GET', `/v1/admin/tenders/${id}/archive`, { token: administrator.token });

beforeAll(async () => {
  platform = await startPlatform();
  administrator = await actingAs(platform, 'administrator');
  agency = await actingAs(platform, 'agency');
  // Whom the draft names acts under a mandate.
  const { name: partyName, uscc: agencyUscc } = EXAMPLE_PARTIES.agency;
  await entrust(platform, EXAMPLE_PARTIES.tenderee, {
    ...agency,
    identity: { ...agency.identity, partyName, uscc: agencyUscc },
  });
  const bidding = parseInstant('2026-09-20T10:00:00+08:00');
  const launched = await launchedTender(platform, agency.identity.partyId!, {
    documents: [exampleDocument()],
    at: () => bidding,
  });
  // The example's agency becomes this one, who has a token.
  const { name, uscc } = { name: agency.identity.partyName!, uscc: agency.identity.uscc! };
  tender = { ...launched, phase: 'bidding', draft: { ...launched.draft, agency: { name, uscc } } };
  await platform.deps.store.transaction((tx) => saveState(tx, tender));
  await setClock(platform, tender.id, bidding);
});
afterAll(() => platform.close());

describe('what the law only warns of', () => {
  it('is told with the answer to a command, which is taken all the same (ZTB-005)', async () => {
    const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/clarifications`, {
      token: agency.token,
      json: {
        kind: 'clarification',
        affectsBids: false,
        title: '关于进水水质的澄清',
        text: '以附表三为准。',
        documents: [],
        newBidDeadlineAt: null,
      },
    });
    expect(answer.status).toBe(202);
    expect(answer.json['warnings']).toMatchObject([
      { rule: 'ZTB-005', severity: 'warns', article: '招标投标法第二十三条' },
    ]);
  });
});

describe('the archive of a tender', () => {
  it('is of a tender that there is, and that is over', async () => {
    expect(await archiveOf(randomUUID())).toMatchObject({ status: 404, json: { code: 'unknown-tender' } });
    expect(await archiveOf(tender.id)).toMatchObject({ status: 409, json: { code: 'tender-running' } });
  });

  it('has its commands, refused ones among them, what the closing counted, and no personal data', async () => {
    const { store } = platform.deps;
    const objector = { ...bidderActors[0], personId: uuidv7() };
    await store.transaction(async (tx) => {
      const base = { tenderId: tender.id, address: '203.0.113.7', claim: null };
      const take = async (
        given: Pick<Parameters<typeof receiveCommand>[1], 'payload' | 'actor'>,
        code: string | null,
      ) => {
        const { command } = await receiveCommand(tx, { id: uuidv7(), ...base, ...given });
        const refusals =
          code === null
            ? null
            : [{ code, rule: code, article: '第二十二条', zh: '迟', en: 'late', accepted: null }];
        await settleCommand(tx, command.id, { status: code === null ? 'accepted' : 'refused', refusals });
      };
      const launch = {
        name: 'launchTender',
        draft: exampleDraft(),
        rehearsal: true,
        ruleset: tender.ruleset,
      } as const;
      await take({ payload: launch, actor: { ...agencyActor, personId: uuidv7() } }, null);
      const objection = {
        name: 'fileObjection',
        id: uuidv7(),
        subject: 'documents',
        text: '张示例要求',
      } as const;
      await take({ payload: objection, actor: objector }, 'ZTB-102');
      await enterRecord(tx, {
        id: uuidv7(),
        tenderId: tender.id,
        event: 'bidsClosed',
        at: tender.bidDeadlineAt,
        rehearsal: true,
        role: 'system',
        party: null,
        rule: null,
        article: null,
        documents: [],
        data: { bidCount: 2, bidderCount: 2 },
        private: {},
      });
      const milestones = { ...tender.milestones, bidsClosed: tender.bidDeadlineAt };
      await saveState(tx, { ...tender, milestones, outcome: 'failed-fewer-than-three' });
    });
    await settledHead(platform, 'rehearsals');
    const { status, json, text } = await archiveOf(tender.id);
    expect(status).toBe(200);
    const archive = json as unknown as Archive;
    expect(archive).toMatchObject({ format: ARCHIVE_FORMAT, holidayNotices: [] });
    expect(archive.tenders[0]?.moves).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'command', refused: null }),
        expect.objectContaining({ kind: 'command', refused: ['ZTB-102'] }),
        {
          kind: 'step',
          at: tender.bidDeadlineAt,
          step: { name: 'closeBids', bidCount: 2, bidderCount: 2 },
        },
      ]),
    );
    for (const secret of [
      '王示例',
      '张示例',
      '5550100',
      '203.0.113.7',
      objector.uscc,
      objector.partyName,
      objector.personId,
    ])
      expect([secret, text.includes(String(secret))]).toEqual([secret, false]);
    expect(text).toContain(LEFT_OUT);
  });
});
