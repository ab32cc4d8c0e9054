import { readFile } from 'node:fs/promises';
import { readDemand, type SealingDemand } from '../../domain/seal/index.ts';
import { SealingError } from '../../sealing/errors.ts';

/** What is known of a tender: how its bids are sealed, and its id where the source says it. */
export interface TenderSealing {
  readonly demand: SealingDemand | null;
  readonly tenderId: string | null;
}

/**
 * Reads how a tender's bids are to be sealed, from a file or an http(s) address: the demand itself, or a
 * tender as `GET /v1/tenders/:id` gives it. Throws a SealingError `bad-request` for what is neither.
 */
export async function readTenderSealing(source: string): Promise<TenderSealing> {
  const text = /^https?:\/\//.test(source) ? await fetched(source) : await readFile(source, 'utf8');
  const value = json(text) as { tenderId?: unknown; sealing?: unknown } | null;
  const bare = readDemand(value);
  if (bare !== null) return { demand: bare, tenderId: null };
  if (typeof value?.tenderId === 'string' && value.sealing !== undefined) {
    const demand = readDemand(value.sealing);
    if (demand !== null || value.sealing === null) return { demand, tenderId: value.tenderId };
  }
  throw new SealingError('bad-request', {
    zh: `${source} 既不是加密要求，也不是平台给出的招标项目。`,
    en: `${source} is neither a sealing demand nor a tender as the platform gives it.`,
  });
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.text();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
