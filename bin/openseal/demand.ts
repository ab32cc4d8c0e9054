import { readFile } from 'node:fs/promises';
import { readAnswer } from '../../cli/answer.ts';
import { readDemand, type SealingDemand } from '../../domain/seal/index.ts';
import { SealingError } from '../../sealing/errors.ts';

/** What is known of a tender: how its bids are sealed, and its id where the source says it. */
export interface TenderSealing {
  readonly demand: SealingDemand | null;
  readonly tenderId: string | null;
  /** Where it was read from a platform: the address of the proof that its notice is in the record. */
  readonly proofUrl: string | null;
}

/**
 * Reads how a tender's bids are to be sealed, from a file or an http(s) address: the demand itself, or a
 * tender as `GET /v1/tenders/:id` gives it. Throws a SealingError `bad-request` for what is neither.
 */
export async function readTenderSealing(source: string): Promise<TenderSealing> {
  const url = /^https?:\/\//.test(source) ? new URL(source) : null;
  const value = json(url === null ? await readFile(source, 'utf8') : await fetchedText(url)) as {
    tenderId?: unknown;
    sealing?: unknown;
  } | null;
  const bare = readDemand(value);
  if (bare !== null) return { demand: bare, tenderId: null, proofUrl: null };
  if (typeof value?.tenderId === 'string' && value.sealing !== undefined) {
    const demand = readDemand(value.sealing);
    if (demand !== null || value.sealing === null)
      return { demand, tenderId: value.tenderId, proofUrl: url && proofUrlOf(url, value.tenderId) };
  }
  throw new SealingError('bad-request', {
    zh: `${source} 既不是加密要求，也不是平台给出的招标项目。`,
    en: `${source} is neither a sealing demand nor a tender as the platform gives it.`,
  });
}

/** Beside the tender that was asked for. Throws a SealingError where the answer is of another one. */
function proofUrlOf(url: URL, tenderId: string): string {
  const path = url.pathname.replace(/\/+$/, '');
  if (path.split('/').at(-1)?.toLowerCase() !== tenderId.toLowerCase())
    throw new SealingError('bad-request', {
      zh: `${url.href} 给出的是另一项目 ${tenderId}。`,
      en: `${url.href} answers with another tender, ${tenderId}.`,
    });
  return new URL(`${path}/sealing-proof?waitSeconds=30`, url).href;
}

/** What an address answers, as text. Throws what `readAnswer` does. */
export async function fetchedText(url: URL | string): Promise<string> {
  return new TextDecoder().decode(await readAnswer(url, { headers: { accept: 'application/json' } }));
}

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
