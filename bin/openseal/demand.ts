import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { sealingSchema } from '../../api/trading/sealing-schema.ts';
import type { SealingDemand } from '../../domain/seal/index.ts';
import { SealingError } from '../../sealing/index.ts';

/** What is known of a tender: how its bids are sealed, and its id where the source says it. */
export interface TenderSealing {
  readonly demand: SealingDemand | null;
  readonly tenderId: string | null;
}

/** The demand itself, or a tender as `GET /v1/tenders/:id` gives it. */
const sourceSchema = z.union([
  sealingSchema.transform((demand) => ({ demand, tenderId: null })),
  z
    .looseObject({ tenderId: z.uuid(), sealing: sealingSchema.nullable() })
    .transform(({ tenderId, sealing }) => ({ demand: sealing, tenderId })),
]);

/**
 * Reads how a tender's bids are to be sealed, from a file or an http(s) address. Throws a SealingError
 * `bad-request` for what is neither a demand nor a tender.
 */
export async function readTenderSealing(source: string): Promise<TenderSealing> {
  const text = /^https?:\/\//.test(source) ? await fetched(source) : await readFile(source, 'utf8');
  const parsed = sourceSchema.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new SealingError('bad-request', {
    zh: `${source} 既不是加密要求，也不是平台给出的招标项目。`,
    en: `${source} is neither a sealing demand nor a tender as the platform gives it: ${z.prettifyError(parsed.error)}`,
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
