import { ed25519 } from '@noble/curves/ed25519.js';
import { auditDemandProof, readDemandProof } from '../../domain/seal/demand-proof.ts';
import type { SealingDemand } from '../../domain/seal/index.ts';
import { SealingError } from '../errors.ts';
import { element, input, valueOf } from './form.ts';

/** The part of the page that checks what it is shown of the sealing against the record, and says what was checked. */

/** Whether an Ed25519 signature (RFC 8032) holds; what is no key or signature does not. */
function holds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

const textOf = (id: string): string => element<HTMLTextAreaElement>(id).value.trim();

/** Whether the page holds a proof: embedded by the platform, or pasted by the user. */
export const hasProof = (): boolean => textOf('demand-proof') !== '';

/**
 * Checks the demand against the proof on the page, under the key that the user gave, or the platform's own, which is said. Throws a
 * SealingError where it does not hold, or there is no proof and the user does not say to go on without.
 */
export function checkDemand(demand: SealingDemand | null): void {
  const report = element('proof-report');
  report.replaceChildren();
  if (!hasProof() && input('unproven').checked) {
    line('!', '加密要求未与记录核对', 'the demand was not checked against the record', 'failed');
    return;
  }
  const proof = readDemandProof(parsed(textOf('demand-proof')));
  if (proof === null)
    throw new SealingError('bad-request', {
      zh: '没有加密要求的记录证明：请从平台的项目进入本页，或者粘贴证明，或者勾选不核对。',
      en: 'There is no proof of the demand: come to this page by the tender, paste the proof, or tick to go on without.',
    });
  const shown = { tenderId: valueOf('tender'), demand, pinned: textOf('log-key') };
  const { checks, remarks, findings } = auditDemandProof(proof, shown, holds);
  for (const { zh, en } of checks) line('✓', zh, en, 'done');
  for (const { zh, en } of remarks) line('!', zh, en, 'busy');
  for (const { zh, en } of findings) line('✗', zh, en, 'failed');
  if (findings.length === 0) return;
  throw new SealingError('bad-request', {
    zh: `未加密：${findings.map(({ zh }) => zh).join('；')}`,
    en: `Nothing was sealed: ${findings.map(({ en }) => en).join('; ')}`,
  });
}

function line(mark: string, zh: string, en: string, kind: string): void {
  const item = document.createElement('li');
  item.className = kind;
  const small = document.createElement('small');
  small.append(en);
  item.append(`${mark} ${zh}`, small);
  element('proof-report').append(item);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
