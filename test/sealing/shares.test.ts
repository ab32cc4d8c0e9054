import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { SCHEMES, type ShareVerdict } from '../../domain/seal/index.ts';
import { SUITES } from '../../sealing/header.ts';
import {
  checkSealed,
  fileKeyBy,
  headerOf,
  makeHandIn,
  recombine,
  SealingError,
  type HandIn,
} from '../../sealing/index.ts';
import { splitSecret, valueAt } from '../../sealing/shamir.ts';
import { misdealtBid } from './dishonest.ts';
import { BINDING, castOf, isShare, opened, sealed, withStanzas, type Cast } from './support.ts';

const submission = (cast: Cast) => ({
  demand: cast.demand,
  tenderId: BINDING.tenderId,
  bidderUscc: BINDING.bidderUscc,
});

/** What some trustees hand in for a bid. */
function handInsOf(cast: Cast, file: Uint8Array, ids: readonly string[]): Map<string, HandIn> {
  const header = headerOf(file);
  const among = cast.trustees.filter(({ id }) => ids.includes(id));
  return new Map(among.map(({ id, keys }) => [id, makeHandIn(header, keys.identity)]));
}

const shown = (verdict: ShareVerdict): string => ('reason' in verdict ? verdict.reason : verdict.verdict);
const subsets = (ids: readonly string[]): string[][] =>
  ids.reduce<string[][]>((sets, id) => [...sets, ...sets.map((set) => [...set, id])], [[]]);

describe.each(SCHEMES)('shares in the scheme %s', (scheme) => {
  const plain = randomBytes(70_000);

  describe.each([
    [3, 2],
    [4, 3],
    [4, 4],
  ])('among %i trustees, %i of whom are enough', (count, threshold) => {
    const cast = castOf(scheme, count, threshold);
    const ids = cast.trustees.map(({ id }) => id);
    let file: Buffer;
    beforeAll(async () => {
      file = await sealed(cast, plain);
    });

    it('pass the checks at submission', () => {
      expect(checkSealed(headerOf(file), submission(cast))).toBeNull();
    });

    it('are not needed by who has the own key', async () => {
      expect((await opened(file, { identities: [cast.own.identity] })).equals(plain)).toBe(true);
    });

    it('open the bid by every set of enough trustees, and by none smaller', async () => {
      for (const set of subsets(ids)) {
        const found = await recombine(headerOf(file), cast.demand, handInsOf(cast, file, set));
        expect(found.verdicts.map(shown)).toEqual(ids.map((id) => (set.includes(id) ? 'good' : 'absent')));
        if (set.length < threshold) {
          expect(found).toMatchObject({ result: 'too-few', cause: 'other' });
          expect(found).not.toHaveProperty('fileKey');
          continue;
        }
        if (found.result !== 'opened') throw new Error(found.result);
        expect(Buffer.from(found.fileKey)).toEqual(
          Buffer.from(await fileKeyBy([cast.own.identity], headerOf(file))),
        );
      }
      const enough = await recombine(
        headerOf(file),
        cast.demand,
        handInsOf(cast, file, ids.slice(-threshold)),
      );
      if (enough.result !== 'opened') throw new Error(enough.result);
      expect((await opened(file, { fileKey: enough.fileKey })).equals(plain)).toBe(true);
    });
  });

  describe('that were dealt wrong', () => {
    const cast = castOf(scheme, 3, 2);
    const [first, second, third] = ['trustee-1', 'trustee-2', 'trustee-3'] as const;

    it.each([
      ['garbage-box', 'box-does-not-open'],
      ['other-share-in-box', 'not-as-committed'],
      ['off-the-polynomial', 'good'],
    ] as const)('pass submission as they must, and show when opened: %s', async (wrong, verdict) => {
      const file = await misdealtBid(cast, plain, new Map([[third, wrong]]));
      const header = headerOf(file);
      expect(checkSealed(header, submission(cast))).toBeNull();
      const of = (ids: string[]) => recombine(header, cast.demand, handInsOf(cast, file, ids));
      expect((await of([third])).verdicts.map(shown)).toEqual(['absent', 'absent', verdict]);
      // Whichever enough trustees come, also those whose own shares are good, the dealing is found wrong.
      for (const ids of [
        [first, second],
        [first, second, third],
      ]) {
        expect(await of(ids)).toMatchObject({ result: 'misdealt', cause: 'bidder' });
      }
      const mixed = await of([first, third]);
      expect(mixed).toMatchObject(
        verdict === 'good' ? { result: 'misdealt', cause: 'bidder' } : { result: 'too-few', cause: 'bidder' },
      );
    });

    it('are found wrong though every share is as committed and on one polynomial, when the key is another', async () => {
      const file = await sealed(cast, plain);
      const other = await sealed(cast, randomBytes(10));
      const fileKey = await fileKeyBy([cast.own.identity], headerOf(file));
      // The honest shares of one bid under the header of another by the same bidder: both are its own.
      const shares = headerOf(other).header.stanzas.filter(isShare);
      const swapped = withStanzas(SUITES[scheme], file, fileKey, (all) => [
        ...all.filter((one) => !isShare(one)),
        ...shares,
      ]);
      expect(checkSealed(headerOf(swapped), submission(cast))).toBeNull();
      const found = await recombine(
        headerOf(swapped),
        cast.demand,
        handInsOf(cast, swapped, [first, second]),
      );
      expect(found).toMatchObject({ result: 'misdealt', cause: 'bidder' });
      expect(found.verdicts.map(shown)).toEqual(['good', 'good', 'absent']);
    });
  });

  describe('of whom some trustee hands in something else', () => {
    const cast = castOf(scheme, 3, 2);
    let file: Buffer;
    let good: HandIn;
    beforeAll(async () => {
      file = await sealed(cast, plain);
      good = makeHandIn(headerOf(file), cast.trustees[0]!.keys.identity);
    });
    const verdictOn = async (handIn: HandIn): Promise<string> => {
      const found = await recombine(headerOf(file), cast.demand, new Map([['trustee-1', handIn]]));
      expect(found.verdicts[0]?.verdict).toBe(
        shown(found.verdicts[0]!) === 'good' ? 'good' : 'trustee-fault',
      );
      return shown(found.verdicts[0]!);
    };

    it('has what is right taken for right', async () => {
      expect(await verdictOn(JSON.parse(JSON.stringify(good)) as HandIn)).toBe('good');
    });

    it('blames the trustee for what is of another bid', async () => {
      const version2 = { ...BINDING, version: 2 };
      const other = await sealed(cast, plain, { binding: version2 });
      const again = await sealed(cast, plain);
      for (const bid of [other, again]) {
        expect(await verdictOn(makeHandIn(headerOf(bid), cast.trustees[0]!.keys.identity))).toBe(
          'another-bid',
        );
      }
      // And when it is passed off as of this bid, its proof says otherwise.
      const passedOff = makeHandIn(headerOf(again), cast.trustees[0]!.keys.identity);
      expect(await verdictOn({ ...passedOff, headerHash: good.headerHash })).toBe('proof-fails');
      for (const change of [
        { tenderId: 'x' },
        { lot: '2' },
        { bidderUscc: 'x' },
        { version: 2 },
        { trusteeId: 'trustee-2' },
      ]) {
        expect(await verdictOn({ ...good, ...change })).toBe('another-bid');
      }
    });

    it("blames the trustee for another's secret or proof, for garbage, and for none", async () => {
      const second = makeHandIn(headerOf(file), cast.trustees[1]!.keys.identity);
      expect(await verdictOn({ ...good, shared: second.shared })).toBe('proof-fails');
      expect(await verdictOn({ ...good, proof: second.proof })).toBe('proof-fails');
      expect(await verdictOn({ ...second, trusteeId: 'trustee-1' })).toBe('proof-fails');
      expect(await verdictOn({ ...good, shared: '' })).toBe('proof-fails');
      expect(await verdictOn({ ...good, proof: '' })).toBe('proof-fails');
      expect(await verdictOn({ ...good, shared: '!' })).toBe('malformed');
      expect(await verdictOn({ ...good, proof: '=' })).toBe('malformed');
    });

    it('does not let a trustee pin its own failure on the bidder: any changed bit of a hand-in proves nothing', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('shared', 'proof'), fc.nat(63), fc.nat(7), async (part, at, bit) => {
          const bytes = Buffer.from(good[part as 'shared' | 'proof'], 'base64');
          const place = at % bytes.length;
          bytes[place] = bytes[place]! ^ (1 << bit);
          const changed = bytes.toString('base64').replaceAll('=', '');
          expect(await verdictOn({ ...good, [part]: changed })).toBe('proof-fails');
        }),
        { numRuns: 60 },
      );
    });
  });

  it('give the right verdict and cause for every mix of trustees and dealings', async () => {
    const acts = ['hands-in', 'stays-away', 'hands-in-garbage'] as const;
    const deals = ['honest', 'garbage-box', 'other-share-in-box', 'off-the-polynomial'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }).chain((count) =>
          fc.record({
            threshold: fc.integer({ min: 2, max: count }),
            mix: fc.array(fc.tuple(fc.constantFrom(...acts), fc.constantFrom(...deals)), {
              minLength: count,
              maxLength: count,
            }),
          }),
        ),
        async ({ threshold, mix }) => {
          const cast = castOf(scheme, mix.length, threshold);
          const wrongs = new Map(
            mix.flatMap(([, dealt], at) =>
              dealt === 'honest' ? [] : [[`trustee-${at + 1}`, dealt] as const],
            ),
          );
          const file = await misdealtBid(cast, randomBytes(20), wrongs);
          const all = handInsOf(
            cast,
            file,
            cast.trustees.map(({ id }) => id),
          );
          const handIns = new Map<string, HandIn>();
          for (const [at, [act]] of mix.entries()) {
            const id = `trustee-${at + 1}`;
            const handIn = all.get(id)!;
            if (act === 'hands-in') handIns.set(id, handIn);
            if (act === 'hands-in-garbage') handIns.set(id, { ...handIn, proof: handIn.shared });
          }
          const found = await recombine(headerOf(file), cast.demand, handIns);
          const expected = mix.map(([act, dealt]) => {
            if (act === 'stays-away') return 'absent';
            if (act === 'hands-in-garbage') return 'trustee-fault';
            return dealt === 'garbage-box' || dealt === 'other-share-in-box' ? 'bidder-fault' : 'good';
          });
          expect(found.verdicts.map(({ verdict }) => verdict)).toEqual(expected);
          const good = expected.filter((verdict) => verdict === 'good').length;
          const bad = expected.filter((verdict) => verdict === 'bidder-fault').length;
          if (good >= threshold) {
            expect(found.result).toBe(wrongs.size === 0 ? 'opened' : 'misdealt');
          } else {
            expect(found).toMatchObject({
              result: 'too-few',
              cause: good + bad >= threshold ? 'bidder' : 'other',
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are not opened by a stranger, nor a share copied from another bid by its trustee', async () => {
    const cast = castOf(scheme);
    const file = await sealed(cast, plain);
    const code = (act: () => unknown): unknown => {
      try {
        return act();
      } catch (error) {
        return error instanceof SealingError ? error.code : error;
      }
    };
    expect(code(() => makeHandIn(headerOf(file), castOf(scheme).own.identity))).toBe('wrong-key');
    expect(code(() => makeHandIn(headerOf(file), castOf(scheme === 'age' ? 'gm' : 'age').own.identity))).toBe(
      'wrong-key',
    );
    const own = await sealed(cast, plain, { demand: { ...cast.demand, trustees: [], threshold: 0 } });
    expect(code(() => makeHandIn(headerOf(own), cast.trustees[0]!.keys.identity))).toBe('bad-request');
    // Another bidder's bid that carries this one's shares would have the trustees betray it.
    const thief = { ...BINDING, bidderUscc: '91120116MA05EX024A' };
    const theirs = await sealed(cast, plain, { binding: thief });
    const stolen = headerOf(file).header.stanzas.filter(isShare);
    const fileKey = await fileKeyBy([cast.own.identity], headerOf(theirs));
    const copied = withStanzas(SUITES[scheme], theirs, fileKey, (all) => [
      ...all.filter((one) => !isShare(one)),
      ...stolen,
    ]);
    const flaw = checkSealed(headerOf(copied), { ...submission(cast), bidderUscc: thief.bidderUscc });
    expect(flaw?.code).toBe('share-malformed');
    expect(code(() => makeHandIn(headerOf(copied), cast.trustees[0]!.keys.identity))).toBe('bad-request');
  });
});

describe('the splitting of secrets', () => {
  it('gives the secret for every set of enough shares, and every share from the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 0, max: 4 }),
        async (secret, threshold, more) => {
          const shares = await splitSecret(secret, threshold + more, threshold);
          expect(new Set(shares.map(({ index }) => index)).size).toBe(threshold + more);
          for (let from = 0; from <= more; from++) {
            const some = shares.slice(from, from + threshold);
            expect(Buffer.from(await valueAt(some, 0))).toEqual(Buffer.from(secret));
            for (const { index, value } of shares) {
              expect(Buffer.from(await valueAt(some, index))).toEqual(Buffer.from(value));
            }
          }
        },
      ),
    );
  });

  it('says nothing of a secret with one share fewer: each secret is as likely', async () => {
    // One byte, two of two: for a fixed first share, the possible second shares give each secret exactly once.
    const [share] = await splitSecret(Uint8Array.of(7), 2, 2);
    const index = share!.index === 1 ? 2 : 1;
    const secrets = new Set<number>();
    for (let value = 0; value < 256; value++) {
      secrets.add((await valueAt([share!, { index, value: Uint8Array.of(value) }], 0))[0]!);
    }
    expect(secrets.size).toBe(256);
  });
});
