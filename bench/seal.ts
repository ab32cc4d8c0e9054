import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SealingDemand } from '../domain/seal/index.ts';
import { generateKey } from '../sealing/index.ts';
import { interleave, round2, type BenchResult } from './harness.ts';
import { openSealPage } from './seal-page.ts';

const MEBIBYTES = 64;
const ROUNDS = 5;
const run = promisify(execFile);
const OPENSEAL = path.resolve(import.meta.dirname, '../bin/openseal.js');

/**
 * Sealing and opening 64 MiB by the command line beside the age tool, each a whole process from file to
 * file; and sealing the same bytes in the page, in a headless browser. `ratios` say how many times as long
 * as age each takes, the start of Node included. A share dealing to five trustees is part of our sealing.
 */
export async function bench(): Promise<BenchResult> {
  execFileSync('age', ['--version'], { stdio: 'ignore' });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-bench-'));
  const at = (name: string): string => path.join(folder, name);
  const { identity, recipient } = generateKey('age');
  const trustees = Array.from({ length: 5 }, (_, index) => ({
    id: `trustee-${index}`,
    name: '受托人',
    role: 'other' as const,
    recipient: generateKey('age').recipient,
  }));
  const demand: SealingDemand = { scheme: 'age', threshold: 3, trustees };
  await writeFile(at('key'), `${identity}\n`);
  await writeFile(at('demand.json'), JSON.stringify(demand));
  await writeFile(at('plain'), randomBytes(MEBIBYTES * 1024 * 1024));
  const binding = ['-t', '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', '-u', '91110105MA01EX012N'];
  const ours = (...args: string[]) => run(process.execPath, [OPENSEAL, ...args]);
  const sealing = ['seal', at('plain'), '-r', recipient, '-d', at('demand.json'), '--unproven', ...binding];
  const page = await openSealPage();
  try {
    await run('age', ['-r', recipient, '-o', at('by-age'), at('plain')]);
    await ours(...sealing, '-o', at('by-us'));
    const contestant = (name: string, work: () => Promise<unknown>) => ({
      name,
      count: MEBIBYTES,
      round: async () => void (await work()),
    });
    const rates = await interleave(
      [
        contestant('ageSeals', () => run('age', ['-r', recipient, '-o', at('by-age'), at('plain')])),
        contestant('weSeal', () => ours(...sealing, '-o', at('by-us'))),
        contestant('ageOpens', () => run('age', ['-d', '-i', at('key'), '-o', at('opened'), at('by-age')])),
        contestant('weOpen', () => ours('open', at('by-us'), '-i', at('key'), '-o', at('opened-by-us'))),
        { name: 'weStart', count: 1, round: async () => void (await ours('seal', '--help')) },
        contestant('browserSeals', () => page.seal(at('plain'), recipient, demand)),
      ],
      ROUNDS,
    );
    const { ageSeals = 0, weSeal = 0, ageOpens = 0, weOpen = 0, weStart = 0, browserSeals = 0 } = rates;
    const netSeconds = MEBIBYTES / weSeal - 1 / weStart;
    const vsAge = Math.max(ageSeals / weSeal, ageOpens / weOpen);
    return {
      name: 'seal',
      runs: ROUNDS,
      figures: {
        mebibytes: MEBIBYTES,
        ageSealsMebibytesPerSecond: round2(ageSeals),
        ageOpensMebibytesPerSecond: round2(ageOpens),
        sealsMebibytesPerSecond: round2(weSeal),
        opensMebibytesPerSecond: round2(weOpen),
        browserSealsMebibytesPerSecond: round2(browserSeals),
        startMilliseconds: round2(1000 / weStart),
      },
      ratios: {
        vsAge: round2(vsAge),
        sealingVsAge: round2(ageSeals / weSeal),
        openingVsAge: round2(ageOpens / weOpen),
        // What is left when the start of Node and our modules is taken off.
        sealingWithoutStartVsAge: round2(netSeconds / (MEBIBYTES / ageSeals)),
        browserVsAge: round2(ageSeals / browserSeals),
      },
    };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
}
