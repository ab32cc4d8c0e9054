import { checkpointName, Report } from '../record/audit/finding.ts';
import { quorum, type Trust } from '../record/audit/quorum.ts';
import { compareShown, demandIn } from '../record/audit/shown-demand.ts';
import { canonical, entryOfLeaf, type LeafEntry } from '../record/leaf.ts';
import { bytesToHex, textOf, utf8 } from '../record/log/bytes.ts';
import type { OpenedCheckpoint } from '../record/log/checkpoint.ts';
import { leafHash, sha256 } from '../record/log/hash.ts';
import { formatVerifierKey, NoteError, type VerifyEd25519 } from '../record/log/note.ts';
import { keysOf, parsePolicy, type Policy } from '../record/log/policy.ts';
import { parseTlogProof, verifyTlogProof } from '../record/log/proof.ts';
import { acceptanceHash } from './acceptance.ts';
import type { SealingDemand } from './demand.ts';

export const DEMAND_PROOF_FORM = 'openseal-demand-proof/1';

/**
 * That a tender's notice, with the sealing it demands, stands in the log: `GET /v1/tenders/{id}/sealing-proof`. All of it is
 * checked against the key of the log, none of it is believed for coming from the platform.
 */
export interface DemandProof {
  readonly format: typeof DEMAND_PROOF_FORM;
  readonly tenderId: string;
  /** C2SP tlog-proof, its extra line the notice's entry. */
  readonly proof: string;
  /** Canonical JSON of what stands beside an entry too large for a bundle, else null. */
  readonly detached: string | null;
  /** Keys and witnesses as the platform tells them (C2SP tlog-policy): for whoever knows no others. */
  readonly policy: string;
}

/** A demand, the tender it is shown for, and the keys that are known of from elsewhere, if any (`readPinned`). */
export interface ShownDemand {
  readonly tenderId: string;
  readonly demand: SealingDemand | null;
  readonly pinned: string | null;
}

/** A proof out of what JSON held; null when it is none by its form. */
export function readDemandProof(value: unknown): DemandProof | null {
  if (typeof value !== 'object' || value === null) return null;
  const { format, tenderId, proof, detached, policy } = value as Record<string, unknown>;
  const texts = [tenderId, proof, policy].every((text) => typeof text === 'string');
  const beside = detached === null || typeof detached === 'string';
  return format === DEMAND_PROOF_FORM && texts && beside ? (value as DemandProof) : null;
}

/**
 * Keys known from elsewhere: a policy (C2SP tlog-policy), or nothing but verifier keys of the log, one a line. Throws a
 * PolicyError.
 */
function readPinned(text: string): Policy {
  const lines = text.split('\n').map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const bare = keys.length > 0 && keys.every((line) => !line.includes(' '));
  return parsePolicy(bare ? `${keys.map((key) => `log ${key}`).join('\n')}\nquorum none\n` : text);
}

/**
 * Audits that the demand which a bidder is shown is the one that the tender's notice put in the log. Says what was checked, by
 * whose keys, and what differs. A second notice of the same tender is found in
 * a log taken home (`auditShownDemand`, `auditTender`), not by one proof.
 */
export function auditDemandProof(proof: DemandProof, shown: ShownDemand, verify: VerifyEd25519): Report {
  const report = new Report();
  try {
    const trust: Trust = { policy: policyFor(proof, shown.pinned, report), verify };
    const { entry, checkpoint } = provenNotice(proof, trust);
    report.checked(
      `公告（条目 ${entry.index}，${entry.at}）在记录的检查点 ${checkpointName(checkpoint)} 之内，签名有效`,
      `the notice (entry ${entry.index}, ${entry.at}) is in the log’s checkpoint ${checkpointName(checkpoint)}, which is signed`,
    );
    quorum(checkpoint, trust, report);
    compare(entry, shown, report);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    report.found(
      'not-in-log',
      null,
      `公告的记录证明不成立：${error.message}`,
      `the proof of the notice does not hold: ${error.message}`,
    );
  }
  return report;
}

/** The policy to go by; where none is known from elsewhere the platform's own, which is said aloud. */
function policyFor({ policy }: DemandProof, pinned: string | null, report: Report): Policy {
  if (pinned !== null && pinned.trim() !== '') return readPinned(pinned);
  const told = parsePolicy(policy);
  const keys = told.logs.map(({ key }) => formatVerifierKey(key)).join('\n  ');
  report.remark(
    `记录的公钥由平台自己给出，请与从别处取得的逐字核对：\n  ${keys}`,
    `the key of the log came from the platform itself: compare it, whole, with one known from elsewhere:\n  ${keys}`,
  );
  return told;
}

/** The notice's entry, proven. Throws a NoteError. */
function provenNotice(
  { proof: text, detached }: DemandProof,
  { policy, verify }: Trust,
): { entry: LeafEntry; checkpoint: OpenedCheckpoint } {
  const proof = parseTlogProof(text);
  if (proof.extra === null) throw new NoteError('it does not hold the entry');
  const checkpoint = verifyTlogProof(proof, leafHash(proof.extra), keysOf(policy), verify);
  const leaf = textOf(proof.extra);
  const slim = entryOfLeaf(leaf, null);
  if (canonical(slim) !== leaf || slim.index !== proof.index)
    throw new NoteError('what it is of is no entry in its place');
  if (slim.detached === undefined) return { entry: slim, checkpoint };
  if (detached === null || bytesToHex(sha256(utf8(detached))) !== slim.detached.sha256)
    throw new NoteError('what stands beside the entry is another');
  return { entry: entryOfLeaf(leaf, detached), checkpoint };
}

function compare(entry: LeafEntry, { tenderId, demand }: ShownDemand, report: Report): void {
  if (entry.event !== 'noticePublished' || entry.tenderId?.toLowerCase() !== tenderId.toLowerCase()) {
    report.found(
      'not-this-entry',
      entry.index,
      `条目 ${entry.index} 不是项目 ${tenderId} 的公告，而是 ${entry.event} ${entry.tenderId ?? ''}`,
      `entry ${entry.index} is not the notice of ${tenderId}, but ${entry.event} ${entry.tenderId ?? ''}`,
    );
    return;
  }
  if (entry.rehearsal)
    report.remark(
      '这是演练的记录，不证明任何真实项目',
      'this is the record of a rehearsal, which proves nothing of a real tender',
    );
  const recorded = demandIn(entry);
  const same = compareShown(recorded, demand, entry.index, report);
  if (same && recorded != null) acceptances(entry, tenderId, recorded, report);
}

/** Says which trustees the notice's entry names as having accepted this very demand. */
function acceptances(entry: LeafEntry, tenderId: string, demand: SealingDemand, report: Report): void {
  const named: unknown = entry.data['acceptances'];
  const said = Array.isArray(named) ? (named as unknown[]) : [];
  const accepted = demand.trustees.filter(({ id }) => {
    const text = acceptanceHash(tenderId, demand, id);
    return said.some((one) => isAcceptance(one) && one.trusteeId === id && one.text === text);
  });
  if (accepted.length === 0) return;
  report.checked(
    `条目载明已签名接受此要求的受托人：${accepted.map(({ id }) => id).join('、')}（共 ${demand.trustees.length} 名）`,
    `the entry names the trustees that accepted this demand by a signature: ${accepted.map(({ id }) => id).join(', ')} (of ${demand.trustees.length})`,
  );
}

const isAcceptance = (one: unknown): one is { readonly trusteeId: unknown; readonly text: unknown } =>
  typeof one === 'object' && one !== null && 'trusteeId' in one && 'text' in one;
