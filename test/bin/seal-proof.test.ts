import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseVerifierKey } from '../../domain/record/log/index.ts';
import { demandHash, type SealingDemand } from '../../domain/seal/index.ts';
import { createLogSigner } from '../../runtime/signing.ts';
import { startWitness, type RunningWitness } from '../../runtime/witness/server.ts';
import { checkSealed, headerOf } from '../../sealing/index.ts';
import { enterRecord, loadState, saveState, type EntryInput } from '../../store/index.ts';
import { actingAs, send } from '../api/support/people.ts';
import { startPlatform, type TestPlatform } from '../api/support/platform.ts';
import { launchedTender } from '../api/support/tender.ts';
import { BINDING, castOf } from '../sealing/support.ts';
import { exampleDocument } from '../support/drafts.ts';
import { entryOf } from '../support/entry.ts';
import { until, untilTrue } from '../support/until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-proven-'));
const at = (name: string): string => path.join(folder, name);
const cast = castOf('age');
const forged = castOf('age').demand;

let platform: TestPlatform;
let witness: RunningWitness;
let logKey: string;
beforeAll(async () => {
  const signer = await createLogSigner(at('keys'), 'platform.test/log');
  logKey = signer.vkeys[0]!;
  witness = await startWitness({
    dir: at('witness'),
    name: 'witness.test/one',
    logs: signer.vkeys.map(parseVerifierKey),
    now: Date.now,
    host: '127.0.0.1',
    port: 0,
  });
  const lines = `witness one ${witness.vkey} http://127.0.0.1:${witness.port}\nquorum one\n`;
  writeFileSync(at('witnesses'), lines);
  platform = await startPlatform({ OPENSEAL_KEYS: at('keys'), OPENSEAL_WITNESSES: at('witnesses') });
  writeFileSync(at('bid.json'), '{}');
});
afterAll(async () => {
  await platform.close();
  await witness.close();
  rmSync(folder, { recursive: true });
});

const enter = (given: Partial<EntryInput>): Promise<void> =>
  platform.deps.store.transaction((tx) => enterRecord(tx, entryOf(given)));

/** A real tender, whose notice put the demand of the cast in the record; its row shows another where one is given. */
async function tenderShowing(shown: SealingDemand | null, recorded: object | null = {}): Promise<string> {
  const owner = await actingAs(platform, 'tenderee');
  const launched = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.documentsIssuedFromAt + 60_000,
    rehearsal: false,
    projectCode: `P-${Math.random()}`,
  });
  const { id: tenderId } = launched;
  await platform.deps.store.transaction((tx) =>
    saveState(tx, { ...launched, draft: { ...launched.draft, sealing: shown } }),
  );
  if (recorded !== null)
    await enter({ tenderId, event: 'noticePublished', data: { sealing: cast.demand, ...recorded } });
  return tenderId;
}

/** Runs the command line as a user does. The platform answers meanwhile, so it is not waited for in one breath. */
function openseal(...args: string[]): Promise<{ status: number; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(ROOT, 'bin/openseal.js'), ...args],
      { cwd: folder },
      (error, _out, err) => resolve({ status: error === null ? 0 : Number(error.code), err }),
    );
  });
}

const address = (tenderId: string, base = platform.baseUrl): string => `${base}/v1/tenders/${tenderId}`;
let made = 0;
async function sealing(
  from: string,
  ...more: string[]
): Promise<{ status: number; err: string; file: string }> {
  const file = `${made++}.sealed`;
  const own = ['-r', cast.own.recipient, '-u', BINDING.bidderUscc];
  return { ...(await openseal('seal', 'bid.json', ...own, '-o', file, '-d', from, ...more)), file: at(file) };
}

/** A platform as somebody runs it who changes what it answers. */
async function lying<T>(
  change: (path: string, text: string) => string,
  use: (base: string) => Promise<T>,
): Promise<T> {
  const server = http.createServer((request, response) => {
    void fetch(platform.baseUrl + request.url!).then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(change(request.url!, await answer.text()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('openseal seal, with the address of a tender', () => {
  it('seals to the demand of the record, and says what it checked, by whose keys and which witness', async () => {
    const tenderId = await tenderShowing(cast.demand);
    const { status, err, file } = await sealing(address(tenderId));
    expect([status, err.includes(demandHash(cast.demand))]).toEqual([0, true]);
    expect(err).toContain('cosigned by witness.test/one');
    // The key came from the platform: it is shown whole, to be compared.
    expect(err).toContain('came from the platform itself');
    expect(err).toContain(logKey);
    const about = { demand: cast.demand, tenderId, bidderUscc: BINDING.bidderUscc };
    expect(checkSealed(headerOf(readFileSync(file)), about)).toBeNull();
    const pinned = await sealing(address(tenderId), '--log-key', logKey);
    expect([pinned.status, pinned.err.includes('came from the platform')]).toEqual([0, false]);
    expect(pinned.err).toContain('asks for no witness');
  });

  it.each([
    ['other trustees', forged],
    ['none', null],
  ])('seals nothing where the row of the database shows %s', async (_name, shown) => {
    const { status, err, file } = await sealing(address(await tenderShowing(shown)));
    expect([status, existsSync(file)]).toEqual([1, false]);
    expect(err).toContain('Nothing was sealed: the sealing demand shown');
    expect(err).toContain(demandHash(cast.demand));
  });

  it('waits for a notice that no checkpoint covers yet, and seals nothing while there is none', async () => {
    const tenderId = await tenderShowing(cast.demand, null);
    const early = await send(platform, 'GET', `/v1/tenders/${tenderId}/sealing-proof`);
    expect([early.status, early.json['code']]).toEqual([409, 'not-in-record-yet']);
    const answered = sealing(address(tenderId));
    await enter({ tenderId, event: 'noticePublished', data: { sealing: cast.demand } });
    expect((await answered).status).toBe(0);
  });

  it('is given a proof that is there, however many of its network wait for something; places are for who has to wait', async () => {
    const [proven, young] = [await tenderShowing(cast.demand), await tenderShowing(cast.demand, null)];
    const asked = (tenderId: string) =>
      send(platform, 'GET', `/v1/tenders/${tenderId}/sealing-proof?waitSeconds=1`);
    await untilTrue(async () => (await asked(proven)).status === 200);
    const { watch } = platform.deps.logs.record;
    const left: (() => void)[] = [];
    for (let full = false; !full;) {
      try {
        left.push(watch.enter('127.0.0.1'));
      } catch {
        full = true;
      }
    }
    expect((await asked(proven)).status).toBe(200);
    const page = await fetch(`${platform.baseUrl}/seal?tender=${proven}`);
    expect([page.status, (await page.text()).includes('openseal-demand-proof/1')]).toEqual([200, true]);
    expect((await asked(young)).status).toBe(429);
    for (const leave of left) leave();
    expect((await asked(young)).json['code']).toBe('not-in-record-yet');
  });

  it('reads what stands beside an entry that is too large for a bundle', async () => {
    const tenderId = await tenderShowing(cast.demand, { warnings: ['很长'.repeat(30_000)] });
    const { status, err } = await sealing(address(tenderId));
    expect([status, err.includes(demandHash(cast.demand))]).toEqual([0, true]);
    const told = await lying(
      (where, text) =>
        where.includes('sealing-proof')
          ? JSON.stringify({
              ...(JSON.parse(text) as object),
              detached: JSON.stringify({ data: { sealing: forged }, documents: [] }),
            })
          : text.replaceAll(cast.demand.trustees[0]!.recipient, forged.trustees[0]!.recipient),
      (base) => sealing(address(tenderId, base)),
    );
    expect([told.status, told.err.includes('beside the entry is another')]).toEqual([1, true]);
  });

  it('sees through a platform that signs a log of its own, where the key is known from elsewhere', async () => {
    const tenderId = await tenderShowing(cast.demand);
    const other = await createLogSigner(at('other-keys'), 'platform.test/log');
    const { status, err } = await sealing(address(tenderId), '--log-key', other.vkeys[0]!);
    expect([status, err.includes('no known key of platform.test/log signed it')]).toEqual([1, true]);
  });

  it('believes no key of the platform where others are named and there are none', async () => {
    const tenderId = await tenderShowing(cast.demand);
    writeFileSync(at('blank'), '\n');
    for (const named of [
      ['--policy', 'blank'],
      ['--log-key', ' '],
    ]) {
      const { status, err, file } = await sealing(address(tenderId), ...named);
      expect([status, existsSync(file), err.includes('is empty')]).toEqual([1, false, true]);
    }
  });

  it('takes no proof and no answer of another tender, nor the proof of another act', async () => {
    const [tenderId, otherId] = [await tenderShowing(cast.demand), await tenderShowing(cast.demand)];
    const proofOf = (id: string): string => `/v1/tenders/${id}/sealing-proof?waitSeconds=30`;
    const other = (await send(platform, 'GET', proofOf(otherId))).text;
    const swapped = await lying(
      (where, text) => (where.includes('sealing-proof') ? other : text),
      (base) => sealing(address(tenderId, base)),
    );
    expect([swapped.status, swapped.err.includes(`is not the notice of ${tenderId}`)]).toEqual([1, true]);
    const answered = await lying(
      (where, text) => (where.includes(tenderId) ? text.replaceAll(tenderId, otherId) : text),
      (base) => sealing(address(tenderId, base)),
    );
    expect([answered.status, answered.err.includes('answers with another tender')]).toEqual([1, true]);
    // An entry of another kind that says a demand is no notice.
    const id = randomUUID();
    await enter({ id, tenderId, event: 'documentsOpened', data: { sealing: cast.demand } });
    const proof = await until(async () => {
      const found = await send(platform, 'GET', `/log/proof/${id}`);
      return found.status === 200 ? found.text : null;
    }, 'the proof of the entry');
    const acted = await lying(
      (where, text) =>
        where.includes('sealing-proof') ? JSON.stringify({ ...(JSON.parse(text) as object), proof }) : text,
      (base) => sealing(address(tenderId, base)),
    );
    expect([acted.status, acted.err.includes('but documentsOpened')]).toEqual([1, true]);
  });

  it('asks for a way to prove a demand that is in a file, and goes on without one only where it is told to', async () => {
    const tenderId = await tenderShowing(cast.demand);
    writeFileSync(at('tender.json'), (await send(platform, 'GET', `/v1/tenders/${tenderId}`)).text);
    const refused = await sealing('tender.json');
    expect([refused.status, refused.err.includes('--unproven')]).toEqual([1, true]);
    const proof = await send(platform, 'GET', `/v1/tenders/${tenderId}/sealing-proof?waitSeconds=30`);
    writeFileSync(at('proof.json'), proof.text);
    expect((await sealing('tender.json', '--proof', 'proof.json', '--log-key', logKey)).status).toBe(0);
    writeFileSync(at('forged.json'), JSON.stringify({ tenderId, sealing: forged }));
    expect((await sealing('forged.json', '--proof', 'proof.json')).status).toBe(1);
    const unproven = await sealing('forged.json', '--unproven');
    expect([unproven.status, unproven.err.includes('not checked against the record')]).toEqual([0, true]);
  });

  it('says of a rehearsal that its record proves nothing of a real tender', async () => {
    const owner = await actingAs(platform, 'tenderee');
    const { id: tenderId } = await launchedTender(platform, owner.identity.partyId, {
      documents: [exampleDocument()],
      at: (state) => state.documentsIssuedFromAt + 60_000,
    });
    await enter({ tenderId, rehearsal: true, event: 'noticePublished', data: { sealing: null } });
    await platform.deps.store.transaction(async (tx) => {
      const state = (await loadState(tx, tenderId, true))!;
      await saveState(tx, { ...state, draft: { ...state.draft, sealing: null } });
    });
    const { status, err } = await sealing(address(tenderId));
    expect([status, err.includes('proves nothing of a real tender')]).toEqual([0, true]);
    expect((await sealing(address(tenderId), '--log-key', logKey)).status).toBe(1);
  });
});
