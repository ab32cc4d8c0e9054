import { describe, expect, it } from '@jest/globals';
import { readHead } from '../../sealing/index.ts';

const STANZA = `-> X25519 ${'B'.repeat(42)}E\n${'C'.repeat(42)}A\n`;

/** Microseconds of the processor for a header of so many stanzas that comes byte by byte; the least of some tries. */
async function costOf(stanzas: number): Promise<number> {
  const file = Buffer.from(`age-encryption.org/v1\n${STANZA.repeat(stanzas)}--- ${'A'.repeat(43)}\n`);
  const tries: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    let at = 0;
    const before = process.cpuUsage();
    const { sealed, bytes } = await readHead({
      read: () => Promise.resolve({ value: file.subarray(at, ++at) }),
    });
    const { user, system } = process.cpuUsage(before);
    if (sealed === null || sealed === 'armored') throw new Error('no header was found');
    expect([sealed.header.stanzas.length, bytes.length, at]).toEqual([stanzas, file.length, file.length]);
    tries.push(user + system);
  }
  return Math.min(...tries);
}

describe('the beginning of a file that trickles in', () => {
  it('costs work by its length, not by the square of it', async () => {
    await costOf(100);
    const [once, fourfold] = [await costOf(120), await costOf(480)];
    // Sixteen times, where each piece has all of them looked at again.
    expect(fourfold / once).toBeLessThan(9);
  });
});
