import { readFile } from 'node:fs/promises';
import type { Report } from '../../domain/record/audit/finding.ts';
import { SealingError } from '../../sealing/errors.ts';
import { fetchedText, json, type TenderSealing } from './demand.ts';

/** How a bidder wants the demand checked against the record: by a proof that is fetched, unless another way is named. */
export interface DemandCheck {
  readonly tender?: string;
  readonly logKey?: readonly string[];
  readonly policy?: string;
  readonly proof?: string;
  readonly record?: string;
  readonly unproven?: boolean;
}

const bad = (zh: string, en: string): SealingError => new SealingError('bad-request', { zh, en });

/**
 * Checks that a demand is the one that the tender's notice put in the record, and says on stderr what was checked and by whose keys.
 * Throws a SealingError where it is another, where nothing proves it, or where that could not be looked at and `--unproven` does not
 * ask to go on: nothing is to be sealed then.
 */
export async function checkDemand(check: DemandCheck, tender: TenderSealing): Promise<void> {
  if (check.unproven === true) {
    console.error(
      '! 按 --unproven，加密要求未与记录核对\n  as --unproven asks, the demand was not checked against the record',
    );
    return;
  }
  const tenderId = check.tender ?? tender.tenderId;
  if (tenderId === null)
    throw bad('与记录核对须给出项目编号（--tender）。', 'To compare with the record, give --tender.');
  const report = await (check.record === undefined
    ? provenBy(check, tender, tenderId)
    : inRecord(check.record, check, tender, tenderId));
  const { linesOf } = await import('../../cli/show.ts');
  for (const line of linesOf(report)) console.error(line);
  if (report.holds) return;
  throw bad(
    `未加密：${report.findings.map(({ zh }) => zh).join('；')}`,
    `Nothing was sealed: ${report.findings.map(({ en }) => en).join('; ')}`,
  );
}

/** By the whole log, as it was taken home. */
async function inRecord(
  folder: string,
  { policy }: DemandCheck,
  { demand }: TenderSealing,
  tenderId: string,
): Promise<Report> {
  const { verifyDemand } = await import('../../cli/verify.ts');
  return verifyDemand(folder, policy === undefined ? {} : { policy }, tenderId, demand);
}

/** By the proof of the notice alone. */
async function provenBy(check: DemandCheck, tender: TenderSealing, tenderId: string): Promise<Report> {
  const { auditDemandProof, readDemandProof } = await import('../../domain/seal/demand-proof.ts');
  const { verifyEd25519 } = await import('../../runtime/ed25519.ts');
  const source = check.proof ?? tender.proofUrl;
  if (source === null)
    throw bad(
      '加密要求来自文件，无从与记录核对：以 -d 给出平台上项目的地址，或者以 --proof、--record 给出记录，或者以 --unproven 表明不核对。',
      'The demand is from a file, and nothing proves it: name the tender’s address with -d, or give --proof or --record, or say --unproven.',
    );
  const text = await (check.proof === undefined ? fetchedText(source) : readFile(source, 'utf8'));
  const proof = readDemandProof(json(text));
  if (proof === null)
    throw bad(`${source} 不是加密要求的记录证明。`, `${source} is no proof of a sealing demand.`);
  const pinned = await pinnedOf(check);
  return auditDemandProof(proof, { tenderId, demand: tender.demand, pinned }, verifyEd25519);
}

/** Keys that the bidder knows from elsewhere; null where none are named. Throws a SealingError where what is named holds none. */
async function pinnedOf({ policy, logKey }: DemandCheck): Promise<string | null> {
  if (policy === undefined && logKey === undefined) return null;
  const text = policy === undefined ? (logKey ?? []).join('\n') : await readFile(policy, 'utf8');
  // Blank text means the platform's own keys to the audit: whoever names others does not mean those.
  if (text.trim() !== '') return text;
  throw bad('所给的记录公钥或者信任策略是空的。', 'The log key or policy that was named is empty.');
}
