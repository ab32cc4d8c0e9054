import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { demandHash, SCHEMES, type SealingDemand } from '../../domain/seal/index.ts';
import { checkSealed, headerOf, readKeys } from '../../sealing/index.ts';
import { enterRecord, loadState, saveState } from '../../store/index.ts';
import { readSigningKey } from '../../sealing/signing-key.ts';
import { castOf, sealed, tool, type Cast } from '../sealing/support.ts';
import { fillSealForm, hasChromium, launchBrowser, savedBy, SLOW_MS } from '../support/browser.ts';
import { exampleDocument } from '../support/drafts.ts';
import { entryOf } from '../support/entry.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-page-'));
const at = (name: string): string => path.join(folder, name);

let platform: TestPlatform;
let bidder: Acting;
beforeAll(async () => {
  platform = await startPlatform();
  bidder = await actingAs(platform, 'bidder');
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

/** A tender that takes bids and demands this sealing, as its notice put in the record; `shown` is what its row says. */
async function tenderWith(cast: Cast, shown: SealingDemand | null = cast.demand): Promise<string> {
  const owner = await actingAs(platform, 'tenderee');
  const launched = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.documentsIssuedFromAt + 60_000,
  });
  const state = { ...launched, draft: { ...launched.draft, sealing: shown } };
  const { id: tenderId, rehearsal } = state;
  await platform.deps.store.transaction(async (tx) => {
    await saveState(tx, state);
    const notice = { tenderId, rehearsal, event: 'noticePublished', data: { sealing: cast.demand } } as const;
    await enterRecord(tx, entryOf(notice));
  });
  return tenderId;
}

it('is built from the sources as they are', () => {
  const { execPath } = process;
  expect(() =>
    execFileSync(execPath, ['bin/bundle.ts', '--check'], { cwd: ROOT, stdio: 'ignore' }),
  ).not.toThrow();
});

it('may connect to nothing, and run nothing but its own script', async () => {
  const { status, headers, text } = await send(platform, 'GET', '/seal');
  const policy = headers.get('content-security-policy') ?? '';
  expect(status).toBe(200);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("form-action 'none'");
  // Its workers run the script, too, under the policy that comes with it.
  expect(policy).toContain("worker-src 'self';");
  const script = await send(platform, 'GET', '/seal/seal-page.js');
  expect(script.headers.get('content-security-policy')).toBe(policy);
  expect(text.indexOf('投标文件加密')).toBeLessThan(text.indexOf('Sealing a bid'));
  expect(await send(platform, 'GET', `/seal?tender=${randomUUID()}`)).toMatchObject({ status: 404 });
  expect(await send(platform, 'GET', '/seal?tender=x')).toMatchObject({ status: 400 });
});

it('leads to the tenders whose bids are to come when none is named, and to what each demands', async () => {
  const tenderId = await tenderWith(castOf(SCHEMES[0]));
  const { text } = await send(platform, 'GET', '/seal');
  expect(text).toContain(`<a href="/seal?tender=${tenderId}">`);
  expect((await send(platform, 'GET', `/seal?tender=${tenderId}`)).text).toContain('id="demand-sha256"');
  await platform.deps.store.transaction(async (tx) => {
    const state = (await loadState(tx, tenderId, true))!;
    await saveState(tx, { ...state, phase: 'opening' });
  });
  expect((await send(platform, 'GET', '/seal')).text).not.toContain(tenderId);
});

if (!hasChromium) process.stderr.write('The tests in a browser are skipped: there is no chromium\n');
(hasChromium ? describe : describe.skip)('in a browser', () => {
  const ageTool = tool('age', ['--version'], 'The reading of its files by the age tool is');
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** The page for a tender, with a note of every request that is made after it is loaded. */
  async function openPage(tenderId: string): Promise<{ page: Page; requests: string[] }> {
    const page = await browser.newPage();
    page.setDefaultTimeout(SLOW_MS);
    await page.goto(`${platform.baseUrl}/seal?tender=${tenderId}`);
    await page.waitForSelector('#ready:not([hidden])');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    return { page, requests };
  }

  describe.each(SCHEMES)('with a tender that demands the scheme %s', (scheme) => {
    const cast = castOf(scheme);
    // More than one part, so that more than one worker has something to do.
    const plain = randomBytes(5_000_000);
    const named = (name: string): string => at(`${scheme}-${name}`);
    let tenderId: string;
    beforeAll(async () => {
      tenderId = await tenderWith(cast);
      writeFileSync(named('plain'), plain);
    });

    it('makes a key and seals a file that the platform takes and the command line opens, and sends nothing', async () => {
      const { page, requests } = await openPage(tenderId);
      await savedBy(page, '#make-key', named('key'));
      const [key] = await readKeys(readFileSync(named('key'), 'utf8'));
      expect(key?.scheme).toBe(scheme);
      expect(await page.inputValue('#recipient')).toBe(key?.recipient);
      const { uscc } = bidder.identity;
      await fillSealForm(page, { uscc, recipient: null, file: named('plain') });
      await savedBy(page, '#seal', named('sealed'));
      expect(await page.textContent('#status.done')).toContain('加密完成');
      expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
      await page.close();

      const file = readFileSync(named('sealed'));
      expect(checkSealed(headerOf(file), { demand: cast.demand, tenderId, bidderUscc: uscc })).toBeNull();
      const taken = await send(platform, 'POST', `/v1/tenders/${tenderId}/bids`, {
        token: bidder.token,
        body: file,
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      expect([taken.status, taken.json['version']]).toEqual([201, 1]);
      const cli = ['bin/openseal.js', 'open', named('sealed'), '-i', named('key'), '-o', named('opened')];
      execFileSync(process.execPath, cli, { cwd: ROOT });
      expect(readFileSync(named('opened')).equals(plain)).toBe(true);
      if (scheme === 'age' && ageTool) {
        const byAge = ['-d', '-i', named('key'), '-o', named('by-age'), named('sealed')];
        execFileSync('age', byAge, { stdio: 'ignore' });
        expect(readFileSync(named('by-age')).equals(plain)).toBe(true);
      }
    });

    it.each([
      ['no file', { recipient: castOf(scheme).own.recipient }, '请选择投标文件'],
      ['a key that is none', { recipient: 'age1', file: 'plain' }, '不是'],
      ['no code', { recipient: castOf(scheme).own.recipient, file: 'plain', uscc: '1' }, '统一社会信用代码'],
    ])(
      'says what is wrong with %s',
      async (
        _name,
        { recipient, file, uscc }: { recipient: string; file?: string; uscc?: string },
        sentence,
      ) => {
        const { page } = await openPage(tenderId);
        await page.fill('#uscc', uscc ?? bidder.identity.uscc);
        await page.fill('#recipient', recipient);
        if (file !== undefined) await page.setInputFiles('#file', named(file));
        await page.click('#seal');
        expect(await page.textContent('#status.failed')).toContain(sentence);
        await page.close();
      },
    );
  });

  describe('checks what it is shown of the sealing against the record', () => {
    const cast = castOf('age');
    const recorded = async (page: Page): Promise<string> => (await page.textContent('#proof-report')) ?? '';
    const tried = async (page: Page): Promise<string> => {
      writeFileSync(at('small'), 'a bid');
      const { uscc } = bidder.identity;
      await fillSealForm(page, { uscc, recipient: cast.own.recipient, file: at('small') });
      await page.click('#seal');
      await page.waitForSelector('#status.failed, #status.done');
      return (await page.textContent('#status')) ?? '';
    };

    it('says what holds and by whose key, and believes a key that the user gives instead', async () => {
      const { page } = await openPage(await tenderWith(cast));
      expect(await recorded(page)).toContain(demandHash(cast.demand));
      expect(await recorded(page)).toContain('came from the platform itself');
      expect(await recorded(page)).toContain('rehearsal');
      const key = (await platform.deps.logs.rehearsals.provable.keys())[0]!.vkey;
      await page.fill('#log-key', key);
      expect(await tried(page)).toContain('加密完成');
      expect(await recorded(page)).not.toContain('came from the platform itself');
      await page.fill('#log-key', key.replace(/^[^+]+\+[0-9a-f]{8}/, 'another+00000000'));
      expect(await tried(page)).toContain('Nothing was sealed');
      await page.close();
    });

    it.each([
      ['other trustees', () => castOf('age').demand],
      ['no trustees', () => null],
      ['a lower threshold', () => ({ ...castOf('age', 4, 2).demand })],
    ])(
      'seals nothing to %s than the notice has, which the row of the database shows',
      async (_name, forged) => {
        const { page } = await openPage(await tenderWith(cast, forged()));
        // It says so before anything is filled in.
        expect(await page.textContent('#status.failed')).toContain('不是公告在记录中的');
        expect(await tried(page)).toContain('Nothing was sealed');
        expect(await recorded(page)).toContain(demandHash(cast.demand));
        await page.close();
      },
    );

    it('seals nothing by the proof of another tender, by a changed one, or without one unless it is told to', async () => {
      const { page } = await openPage(await tenderWith(cast));
      const other = await send(
        platform,
        'GET',
        `/v1/tenders/${await tenderWith(cast)}/sealing-proof?waitSeconds=30`,
      );
      const own = await page.inputValue('#demand-proof');
      const put = (text: string): Promise<void> =>
        page.locator('#demand-proof').evaluate((area, value) => {
          (area as HTMLTextAreaElement).value = value;
        }, text);
      await put(other.text);
      expect(await tried(page)).toContain('is not the notice of');
      const { proof, ...rest } = JSON.parse(own) as { proof: string };
      await put(JSON.stringify({ ...rest, proof: proof.replace(/index \d+/, 'index 0') }));
      expect(await tried(page)).toContain('Nothing was sealed');
      await put('');
      expect(await tried(page)).toContain('There is no proof of the demand');
      await page.locator('#unproven').evaluate((box) => {
        (box as HTMLInputElement).checked = true;
      });
      expect(await tried(page)).toContain('加密完成');
      expect(await recorded(page)).toContain('was not checked');
      await page.close();
    });
  });

  it('makes a signing key, by which the bid that it sealed is replaced and withdrawn, and sends nothing', async () => {
    const { token, identity } = await actingAs(platform, 'bidder');
    const cast = castOf('age');
    const tenderId = await tenderWith(cast);
    const { page, requests } = await openPage(tenderId);
    await savedBy(page, '#make-signing-key', at('signing.pem'));
    const key = readSigningKey(readFileSync(at('signing.pem'), 'utf8'));
    expect(await page.inputValue('#signing-key')).toBe(key.name);
    const post = (where: string, headers: Record<string, string>, body?: Buffer) =>
      send(platform, 'POST', `/v1/tenders/${tenderId}/${where}`, {
        token,
        headers: { 'Content-Type': 'application/octet-stream', ...headers },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      });
    const file = (version: number): Promise<Buffer> =>
      sealed(cast, randomBytes(9), { binding: { tenderId, lot: '1', bidderUscc: identity.uscc, version } });
    const first = await post('bids', { 'Openseal-Signing-Key': key.name }, await file(1));
    expect(first.status).toBe(201);
    await page.setInputFiles('#signing-file', at('signing.pem'));
    const sign = async (receipt: Answer, button: string): Promise<Record<string, string>> => {
      writeFileSync(at('receipt.json'), receipt.text);
      await page.setInputFiles('#receipt', at('receipt.json'));
      await page.click(button);
      await page.waitForSelector(`#status.done:has-text('已对第 ${receipt.json['version'] as number} 版')`);
      return { 'Openseal-Removal-Signature': await page.inputValue('#signature') };
    };
    writeFileSync(at('second.sealed'), await file(2));
    await page.setInputFiles('#replacement', at('second.sealed'));
    const replacing = await sign(first, '#sign-replacement');
    const second = await post('bids', replacing, readFileSync(at('second.sealed')));
    expect([second.status, second.json['version']]).toEqual([201, 2]);
    const withdrawing = await sign(second, '#sign-withdrawal');
    expect((await post('bids/mine/withdrawal', replacing)).json['code']).toBe('removal-signature-wrong');
    expect((await post('bids/mine/withdrawal', withdrawing)).status).toBe(201);
    expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    await page.close();
  });

  it('keeps even its own script, and its workers, from sending anything', async () => {
    const { page } = await openPage(await tenderWith(castOf('age')));
    const url = `${platform.baseUrl}/healthz`;
    expect((await fetch(url)).ok).toBe(true);
    const reaches = (address: string): Promise<boolean> =>
      fetch(address).then(
        () => true,
        () => false,
      );
    expect(page.workers()).not.toHaveLength(0);
    expect(await page.evaluate(reaches, url)).toBe(false);
    for (const worker of page.workers()) expect(await worker.evaluate(reaches, url)).toBe(false);
    await page.close();
  });
});
