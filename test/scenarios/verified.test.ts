import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchLog } from '../../cli/fetch.ts';
import { verifyLog, verifyReceipt, verifyTender } from '../../cli/verify.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { rehearseAndReport } from '../../rehearsal/run.ts';
import { logged } from '../support/logged.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let dir: string;
beforeAll(async () => {
  platform = await startPlatform();
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-verified-'));
});
afterAll(async () => {
  await platform.stop();
  await rm(dir, { recursive: true });
});

/** The proofs of all receipts of the example's bidders, as files. */
async function receiptsOf(tenderId: string): Promise<string[]> {
  const files: string[] = [];
  for (const login of ['bidder-1', 'bidder-2', 'bidder-3']) {
    const user = await new PlatformUser(platform.baseUrl).signIn(login, platform.password);
    const { memberships } = (await user.get('/v1/me')) as { memberships: { uscc: string }[] };
    await user.signIn(login, platform.password, memberships[0]!.uscc, 'bidder');
    const { receipts } = (await user.get(`/v1/tenders/${tenderId}/bids/mine`)) as {
      receipts: { receipt: { receiptId: string } }[];
    };
    for (const { receipt } of receipts) {
      const url = `/v1/tenders/${tenderId}/bids/mine/${receipt.receiptId}/proof?waitSeconds=30`;
      const file = path.join(dir, `${receipt.receiptId}.json`);
      await writeFile(file, JSON.stringify(await user.get(url)));
      files.push(file);
    }
  }
  return files;
}

describe('a tender from launch to written report', () => {
  it('is verified offline by what was taken home: log, tender, opening and every receipt', async () => {
    const reader = new PlatformUser(platform.baseUrl);
    const { tenderId, outcome } = await rehearseAndReport(
      await exampleNotice('tangshan-2026-epc'),
      platform,
      () => undefined,
    );
    expect(outcome).toBe('reported');
    const receipts = await receiptsOf(tenderId!);
    // Four submissions of three bidders: one replaced its bid.
    expect(receipts).toHaveLength(4);
    const log = path.join(dir, 'log');
    await logged(reader, tenderId!, 'tenderCompleted');
    await fetchLog(`${platform.baseUrl}/rehearsals`, log, () => undefined);
    const reports = [
      await verifyLog(log, {}),
      await verifyTender(log, { tender: tenderId!, receipt: receipts }, 'tender'),
      await verifyTender(log, { tender: tenderId!, receipt: receipts }, 'opening'),
      ...(await Promise.all(receipts.map((file) => verifyReceipt(file, { log })))),
    ];
    for (const { findings } of reports) expect(findings).toEqual([]);
    // The record holds nothing of it: what is new there are the parties that registered.
    const { entries } = (await reader.get('/v1/record?limit=200')) as {
      entries: { tenderId: string | null }[];
    };
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter((entry) => entry.tenderId !== null)).toEqual([]);
    const said = reports[1]!.checks.map(({ en }) => en).join('\n');
    expect(said).toContain('all 3 bids of the closing were opened');
    expect(said.match(/the bid of receipt \S+ was opened: opened, price \d+ fen/g)).toHaveLength(3);
  });
});
