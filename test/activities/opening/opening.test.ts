import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { openBids, type OpeningDeps } from '../../../activities/opening/open-bids.ts';
import type { BidLetter } from '../../../domain/bid/types.ts';
import { SCHEMES, type Scheme } from '../../../domain/seal/index.ts';
import type { OpenedBid } from '../../../domain/tender/index.ts';
import { createBlobStore, type BlobStore } from '../../../runtime/storage/index.ts';
import { createVault, type Vault } from '../../../runtime/vault.ts';
import { generateKey, headerOf, makeHandIn } from '../../../sealing/index.ts';
import {
  askedForKeys,
  createParty,
  databaseNow,
  loadState,
  noteRefusedKey,
  openingComplete,
  openingProgress,
  openingsWithAllKeys,
  putNotice,
  simulateOutage,
  storeBidKey,
  storeBidShare,
  type Store,
} from '../../../store/index.ts';
import { misdealtBid } from '../../sealing/dishonest.ts';
import { castOf, sealed, type Cast } from '../../sealing/support.ts';
import { exampleLetter } from '../../support/bids.ts';
import { putTender } from '../../support/launched.ts';
import { calendarToday, moment, processAt } from '../../support/process.ts';
import { usccCheckCharacter } from '../../../domain/party/uscc.ts';
import { testStore, type TestStore } from '../../support/store.ts';

const CLOSED_AT = moment('2026-09-30 09:00');
const WINDOW_ENDS_AT = moment('2026-09-30 10:00');

let given: TestStore;
let store: Store;
let folder: string;
let blobs: BlobStore;
let vault: Vault;
beforeAll(async () => {
  given = await testStore();
  ({ store } = given);
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-opening-'));
  blobs = createBlobStore({ kind: 'folder', path: path.join(folder, 'storage') });
  vault = await createVault(path.join(folder, 'keys'));
});
afterAll(async () => {
  await given.close();
  await rm(folder, { recursive: true });
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  store.plainTransaction((tx) => tx.query(text, values));

/** A rehearsal at the end of its decryption window, and what its parties do before. */
class Hall {
  readonly cast: Cast;
  readonly id: string;
  private readonly bids: string[] = [];

  private constructor(id: string, cast: Cast) {
    this.id = id;
    this.cast = cast;
  }

  /** With three trustees of whom two are enough; without: each bidder's key is the only one. */
  static async open(trustees: boolean, scheme: Scheme = 'age'): Promise<Hall> {
    const cast = castOf(scheme);
    const { state } = processAt('opening', { sealing: trustees ? cast.demand : null });
    const { id } = await putTender(store, state, { at: WINDOW_ENDS_AT + 1 });
    return new Hall(id, cast);
  }

  /** A real tender, whose clock is the server's, closed an hour ago; its window is over by what was handed in. */
  static async real(): Promise<Hall> {
    const now = await databaseNow(store.em());
    const { state } = processAt('opening', { sealing: null });
    const milestones = { ...state.milestones, bidsClosed: now - 3_600_000, keysComplete: now };
    const put = { ...state, milestones, decryptionEndsAt: now + 3_600_000 };
    const { id } = await putTender(store, put, { at: now, rehearsal: false });
    return new Hall(id, castOf('age'));
  }

  /** A bid is handed in, and its bidder asked for the key unless said otherwise. Gives what acts on it. */
  async bid(
    change: {
      letter?: Partial<BidLetter>;
      plain?: Uint8Array;
      make?: (plain: Uint8Array, binding: Parameters<typeof misdealtBid>[3]) => Promise<Buffer>;
      asked?: boolean;
    } = {},
  ) {
    const partyId = uuidv7();
    const bidderUscc = usccs[used++]!;
    const name = `投标人${this.bids.length}`;
    await store.transaction((tx) =>
      createParty(tx, { id: partyId, uscc: bidderUscc, name, address: '-', kinds: ['bidder'] }),
    );
    const letter = exampleLetter({ tenderId: this.id, bidderUscc, ...change.letter });
    const plain = change.plain ?? Buffer.from(JSON.stringify(letter));
    const binding = { tenderId: this.id, lot: '1', bidderUscc, version: 1 };
    const demand = (await this.state()).draft.sealing ?? null;
    const file =
      change.make === undefined
        ? await sealed(this.cast, plain, { binding, demand })
        : await change.make(plain, binding);
    const { sha256 } = await blobs.put(Readable.from([file]), { maxBytes: 10_000_000 });
    const bidId = uuidv7();
    await sql(
      `insert into bid (id, tender_id, party_id, version, sha256, size_bytes, received_at) values ($1, $2, $3, 1, $4, $5, $6)`,
      [bidId, this.id, partyId, sha256, file.length, CLOSED_AT - 60_000 + this.bids.length],
    );
    this.bids.push(bidId);
    if (change.asked !== false) await this.ask(partyId);
    const { cast } = this;
    const share = (at: number, of: Uint8Array = file): string =>
      JSON.stringify(makeHandIn(headerOf(of), cast.trustees[at]!.keys.identity));
    return {
      bidId,
      file,
      sha256,
      key: (identity: string = cast.own.identity) =>
        store.transaction((tx) =>
          storeBidKey(tx, {
            bidId,
            sealed: vault.seal(Buffer.from(identity)),
            checked: false,
            at: CLOSED_AT + 1,
          }),
        ),
      /** Trustees, by their place, hand in their shares. */
      shares: async (...places: number[]) => {
        for (const at of places) await this.store(bidId, at, share(at), 'good');
      },
      faulty: async (...places: number[]) => {
        for (const at of places) await this.store(bidId, at, share(at), 'bidder-fault');
      },
      handIn: (at: number, json: string) => this.store(bidId, at, json, 'good'),
    };
  }

  private async ask(partyId: string): Promise<void> {
    const words = { titleZh: '开标', titleEn: 'Opening', textZh: '请解密', textEn: 'Hand in the key' };
    const deliveryId = uuidv7();
    const body = { kind: 'keys-wanted', ...words, rule: null, article: null };
    await store.transaction((tx) =>
      putNotice(tx, { id: uuidv7(), deliveryId, partyId, tenderId: this.id, body }),
    );
  }

  private async store(bidId: string, at: number, json: string, verdict: 'good' | 'bidder-fault') {
    const { id: trusteeId } = this.cast.trustees[at]!;
    const share = { bidId, trusteeId, sealed: vault.seal(Buffer.from(json)), verdict, at: CLOSED_AT + 1 };
    await store.transaction((tx) => storeBidShare(tx, share));
  }

  async state() {
    return (await loadState(store.em(), this.id, false))!;
  }

  /** The opening as the engine has it done. Gives the bids in the order of the record. */
  async opened(storage: BlobStore = blobs): Promise<readonly OpenedBid[]> {
    await this.open(storage);
    return (await this.state()).openedBids!;
  }

  open(storage: BlobStore = blobs): Promise<unknown> {
    const deps: OpeningDeps = {
      store,
      blobs: storage,
      vault,
      downtimeRule: false,
      remindBeforeMs: 0,
      platform: { publicUrl: 'http://platform.test', platformName: '平台', ocidPrefix: 'ocds-test' },
      calendar: () => Promise.resolve(calendarToday()),
      wake: () => Promise.resolve(),
    };
    return new MockActivityEnvironment().run(() => openBids(deps, this.id));
  }
}

/** Made-up codes of bidders, well formed: a letter's form asks for that. */
const usccs = Array.from({ length: 200 }, (_, at) => {
  const first17 = `91130200MA${8_000_000 + at}`;
  return first17 + usccCheckCharacter(first17);
});
let used = 0;

/** The opening letter that stands in the storage, with the size of its file. */
async function letterKept(sha256: string): Promise<{ letter: Record<string, unknown>; bytes: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of await blobs.get(sha256)) chunks.push(chunk as Buffer);
  const file = Buffer.concat(chunks);
  return { letter: JSON.parse(file.toString('utf8')) as Record<string, unknown>, bytes: file.length };
}

describe('an opening without trustees', () => {
  it('opens what its key opens, and finds out about the rest; the others go on', async () => {
    const hall = await Hall.open(false);
    await (await hall.bid()).key();
    await hall.bid();
    await hall.bid({ asked: false });
    await (await hall.bid()).key(generateKey('age').identity);
    const refused = await hall.bid();
    await store.transaction((tx) => noteRefusedKey(tx, refused.bidId, CLOSED_AT + 1));
    const found = await hall.opened();
    expect(found.map(({ result, attribution }) => [result, attribution])).toEqual([
      ['opened', null],
      ['no-key', 'bidder'],
      ['no-key', 'not-bidder'],
      ['wrong-key', 'bidder'],
      ['wrong-key', 'bidder'],
    ]);
    expect(found[0]).toMatchObject({ priceFen: '1768000000', evidence: null });
    // Who may read what was sealed is given the opened file; of what stayed sealed there is none.
    const { sha256, sizeBytes, ...about } = found[0]!.content!;
    expect(about).toEqual({ name: `投标文件-${found[0]!.uscc}.json`, mediaType: 'application/json' });
    const { letter, bytes } = await letterKept(sha256);
    expect([letter['bidderUscc'], bytes]).toEqual([found[0]!.uscc, sizeBytes]);
    expect(found.slice(1).map(({ content }) => content)).toEqual([null, null, null, null]);
    expect(found[1]?.evidence).toEqual({
      openedBy: null,
      foundSha256: found[1]?.sha256,
      plaintextSha256: null,
      key: 'none',
      refusedKeys: 0,
      prompted: true,
      hall: 'up',
      outages: [],
      shares: null,
      mismatch: null,
    });
    expect(found.slice(1).every((bid) => bid.priceFen === null)).toBe(true);
    // What counts as withdrawn is owed its security.
    const { duties } = await hall.state();
    expect(duties.map(({ id, rule }) => [id, rule])).toEqual([['return-withdrawn-security', 'ZTB-205']]);
  });

  it('counts an outage within the window for the bidder, and says when it was', async () => {
    const hall = await Hall.open(false);
    const outage = { fromAt: CLOSED_AT + 600_000, untilAt: CLOSED_AT + 900_000 };
    await store.transaction((tx) => simulateOutage(tx, { tenderId: hall.id, ...outage, reason: '演练' }));
    await hall.bid();
    await (await hall.bid()).key(generateKey('age').identity);
    const found = await hall.opened();
    expect(found.map(({ result, attribution }) => [result, attribution])).toEqual([
      ['no-key', 'not-bidder'],
      ['wrong-key', 'not-bidder'],
    ]);
    expect(found[0]?.evidence).toMatchObject({ hall: 'down', outages: [outage] });
  });

  it('finds what the bidder itself sealed wrong', async () => {
    const hall = await Hall.open(false);
    const flip = async (plain: Uint8Array, binding: Parameters<typeof misdealtBid>[3]) => {
      const file = await sealed(hall.cast, plain, { binding: binding!, demand: null });
      file[file.length - 1]! ^= 1;
      return file;
    };
    const bids = [
      await hall.bid({ make: flip }),
      await hall.bid({ plain: Buffer.from('no letter') }),
      await hall.bid({ letter: { tenderId: uuidv7() } }),
      await hall.bid({ letter: { bidderUscc: usccs[199]! } }),
      await hall.bid({
        make: (plain, binding) =>
          sealed(hall.cast, plain, { binding: { ...binding!, version: 2 }, demand: null }),
      }),
    ];
    for (const bid of bids) await bid.key();
    const found = await hall.opened();
    expect(
      found.map(({ result, attribution, evidence }) => [result, attribution, evidence?.mismatch]),
    ).toEqual([
      ['corrupted', 'bidder', null],
      ['no-bid-letter', 'bidder', null],
      ['wrong-letter', 'bidder', 'tender'],
      ['wrong-letter', 'bidder', 'bidder'],
      ['wrong-letter', 'bidder', 'version'],
    ]);
    expect(found[1]?.evidence).toMatchObject({ openedBy: 'key', key: 'fits' });
    expect(found.every((bid) => bid.priceFen === null)).toBe(true);
  });

  it('never holds a bidder to a file that the platform changed', async () => {
    const hall = await Hall.open(false);
    const bid = await hall.bid();
    await bid.key();
    const { sha256 } = bid;
    const file = path.join(folder, 'storage', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    await writeFile(file, randomBytes(bid.file.length));
    const [found] = await hall.opened();
    expect(found).toMatchObject({ result: 'file-changed', attribution: 'not-bidder', sha256 });
    expect(found?.evidence?.foundSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found?.evidence?.foundSha256).not.toBe(sha256);
  });

  it('is tried again while the storage is away, and finds nobody at fault for it', async () => {
    const hall = await Hall.open(false);
    for (let at = 0; at < 3; at++) await (await hall.bid()).key();
    const away: BlobStore = { ...blobs, get: () => Promise.reject(new Error('the storage is away')) };
    await expect(hall.open(away)).rejects.toThrow('the storage is away');
    // One that breaks off in the middle of the bids leaves nothing behind either.
    let readings = 0;
    const breaking: BlobStore = {
      ...blobs,
      get: (sha256) => (++readings > 4 ? away.get(sha256) : blobs.get(sha256)),
    };
    await expect(hall.open(breaking)).rejects.toThrow('the storage is away');
    expect((await hall.state()).openedBids).toBeNull();
    expect((await hall.opened()).map(({ result }) => result)).toEqual(['opened', 'opened', 'opened']);
    const version = (await hall.state()).version;
    await hall.open();
    expect((await hall.state()).version).toBe(version);
  });
});

describe('an opening of a real tender', () => {
  const MINUTE_MS = 60_000;
  const look = (fromAt: number, untilAt: number) =>
    sql(
      `insert into availability_span (source, kind, up, from_at, until_at) values ('api-1', 'api', true, $1, $2)`,
      [fromAt, untilAt],
    );
  const unopened = async () => {
    const hall = await Hall.real();
    await hall.bid();
    const [found] = await hall.opened();
    return [found?.result, found?.attribution, found?.evidence?.hall];
  };

  it("is the bidder's only where the platform was measured to be up all through the window", async () => {
    const now = await databaseNow(store.em());
    await sql('delete from availability_span');
    expect(await unopened()).toEqual(['no-key', 'not-bidder', 'not-measured']);
    // Measured since the middle of the window: what was before, nobody knows.
    await look(now - 30 * MINUTE_MS, now + 5 * MINUTE_MS);
    expect(await unopened()).toEqual(['no-key', 'not-bidder', 'not-measured']);
    await look(now - 90 * MINUTE_MS, now - 31 * MINUTE_MS);
    expect(await unopened()).toEqual(['no-key', 'not-bidder', 'down']);
    await look(now - 32 * MINUTE_MS, now - 29 * MINUTE_MS);
    expect(await unopened()).toEqual(['no-key', 'bidder', 'up']);
  });
});

describe('an opening with three trustees, of whom two are enough', () => {
  it.each(SCHEMES)(
    'opens by the own key alone, by two shares, by three; with one share it does not (%s)',
    async (scheme) => {
      const hall = await Hall.open(true, scheme);
      await (await hall.bid()).key();
      await (await hall.bid()).shares(0, 2);
      await (await hall.bid()).shares(0, 1, 2);
      await (await hall.bid()).shares(1);
      const wrong = await hall.bid();
      await wrong.key(generateKey(scheme).identity);
      await wrong.shares(1, 2);
      const found = await hall.opened();
      expect(
        found.map(({ result, attribution, evidence }) => [result, attribution, evidence?.openedBy]),
      ).toEqual([
        ['opened', null, undefined],
        ['opened', null, 'shares'],
        ['opened', null, 'shares'],
        ['too-few-shares', 'not-bidder', null],
        ['opened', null, 'shares'],
      ]);
      expect(found[3]?.evidence?.shares).toEqual({
        threshold: 2,
        trustees: [
          { trusteeId: 'trustee-1', verdict: 'absent', reason: null },
          { trusteeId: 'trustee-2', verdict: 'good', reason: null },
          { trusteeId: 'trustee-3', verdict: 'absent', reason: null },
        ],
      });
      expect(JSON.stringify(found)).not.toMatch(/SECRET|shared|proof|fileKey/);
    },
  );

  it('lays faulty boxes and a false dealing at the bidder’s door, and bad hand-ins at nobody’s but their trustee’s', async () => {
    const hall = await Hall.open(true);
    const dealt =
      (...wrongs: [string, 'garbage-box' | 'off-the-polynomial'][]) =>
      (plain: Uint8Array, binding: Parameters<typeof misdealtBid>[3]) =>
        misdealtBid(hall.cast, plain, new Map(wrongs), binding);
    // One box holds rubbish: with one good share there would have been enough.
    const faulty = await hall.bid({ make: dealt(['trustee-1', 'garbage-box']) });
    await faulty.faulty(0);
    await faulty.shares(1);
    // The others come too, and it opens all the same? No: what was dealt does not hold, whoever comes.
    const misdealt = await hall.bid({ make: dealt(['trustee-3', 'off-the-polynomial']) });
    await misdealt.shares(0, 1);
    // The rubbish box made no difference: too few trustees came.
    const away = await hall.bid({ make: dealt(['trustee-1', 'garbage-box']) });
    await away.faulty(0);
    // A hand-in for another bid, as an older version might have let in.
    const other = await hall.bid();
    const crossed = await hall.bid();
    await crossed.handIn(
      0,
      JSON.stringify(makeHandIn(headerOf(other.file), hall.cast.trustees[0]!.keys.identity)),
    );
    await crossed.shares(1);
    // With its own key a bid opens, whatever its boxes hold.
    const own = await hall.bid({ make: dealt(['trustee-1', 'garbage-box'], ['trustee-2', 'garbage-box']) });
    await own.key();
    const found = await hall.opened();
    expect(found.map(({ result, attribution }) => [result, attribution])).toEqual([
      ['too-few-shares', 'bidder'],
      ['misdealt', 'bidder'],
      ['too-few-shares', 'not-bidder'],
      ['too-few-shares', 'not-bidder'],
      ['too-few-shares', 'not-bidder'],
      ['opened', null],
    ]);
    const verdicts = (at: number) =>
      found[at]?.evidence?.shares?.trustees.map(({ verdict, reason }) => [verdict, reason]);
    expect(verdicts(0)).toEqual([
      ['bidder-fault', 'box-does-not-open'],
      ['good', null],
      ['absent', null],
    ]);
    expect(verdicts(4)).toEqual([
      ['trustee-fault', 'another-bid'],
      ['good', null],
      ['absent', null],
    ]);
  });
});

describe('whether all keys are in', () => {
  it('counts a bid with its key, or with good shares of enough trustees, and no other', async () => {
    const hall = await Hall.open(true);
    const bids = [await hall.bid(), await hall.bid()];
    const complete = async (): Promise<boolean> => (await openingsWithAllKeys(store.em())).includes(hall.id);
    const waiting = async (): Promise<number> => {
      const { waiting: left } = await openingProgress(store.em(), hall.id, 2);
      expect(await openingComplete(store.em(), hall.id, 2)).toBe(left === 0);
      return left;
    };
    await bids[0]!.key();
    expect([await complete(), await waiting()]).toEqual([false, 1]);
    await bids[1]!.shares(0);
    await bids[1]!.faulty(1);
    expect([await complete(), await waiting()]).toEqual([false, 1]);
    await bids[1]!.shares(2);
    expect([await complete(), await waiting()]).toEqual([true, 0]);
    expect(await openingProgress(store.em(), hall.id, 2)).toEqual({
      bidCount: 2,
      keysIn: 1,
      sharesIn: 2,
      waiting: 0,
    });
  });

  it('waits for every key where there are no trustees', async () => {
    const hall = await Hall.open(false);
    const bid = await hall.bid();
    expect(await openingsWithAllKeys(store.em())).not.toContain(hall.id);
    expect((await openingProgress(store.em(), hall.id, 0)).waiting).toBe(1);
    await bid.key();
    expect(await openingsWithAllKeys(store.em())).toContain(hall.id);
  });
});

describe('who was asked for the key in time', () => {
  it('has the notice in its inbox before the window ends', async () => {
    const hall = await Hall.open(false);
    await hall.bid();
    const [line] = await sql('select party_id, at from party_notice where tender_id = $1', [hall.id]);
    const at = Number(line?.['at']);
    expect([...(await askedForKeys(store.em(), hall.id, at + 1))]).toEqual([line?.['party_id']]);
    expect((await askedForKeys(store.em(), hall.id, at)).size).toBe(0);
    expect((await askedForKeys(store.em(), hall.id, null)).size).toBe(1);
  });
});
