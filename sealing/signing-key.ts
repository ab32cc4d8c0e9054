import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import {
  ed25519Name,
  ed25519Of,
  removalBytes,
  removalOf,
  signatureText,
  SIGNING_KEY_FORM,
  type RemovalStatement,
} from '../domain/seal/removal.ts';
import { fromBase64, toBase64 } from '../domain/seal/stanza.ts';
import { SealingError } from './errors.ts';

/** An Ed25519 key that signs replacement and withdrawal of a bid. */
export interface SigningKey {
  /** As it is named when the bid is handed in. */
  readonly name: string;
  /** Signs a statement; base64. */
  readonly sign: (statement: RemovalStatement) => string;
}

/** PKCS #8 of an Ed25519 key (RFC 8410) is this, and then its 32 secret bytes. */
const PKCS8_START = hexToBytes('302e020100300506032b657004220420');
const SECRET_BYTES = 32;
const PEM = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/;

const bad = (zh: string, en: string): SealingError => new SealingError('bad-request', { zh, en });

/** A new key: the text of its file (PEM, which OpenSSL reads too) and its name. The secret never leaves the machine that calls this. */
export function generateSigningKey(): { readonly text: string; readonly name: string } {
  const secret = ed25519.utils.randomSecretKey();
  const name = ed25519Name(ed25519.getPublicKey(secret));
  const body = toBase64(concatBytes(PKCS8_START, secret));
  return {
    name,
    text: `# signing key: ${name}\n-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
  };
}

/** Reads the file of a signing key. Throws a SealingError for what is none. */
export function readSigningKey(text: string): SigningKey {
  const der = fromBase64((PEM.exec(text)?.[1] ?? '').replaceAll(/\s/g, ''));
  const starts = der !== null && PKCS8_START.every((byte, at) => byte === der[at]);
  if (der === null || !starts || der.length !== PKCS8_START.length + SECRET_BYTES)
    throw bad('该文件不是签名密钥。', 'This file is no signing key.');
  const secret = der.subarray(PKCS8_START.length);
  return {
    name: ed25519Name(ed25519.getPublicKey(secret)),
    sign: (statement) => signatureText(ed25519.sign(removalBytes(statement), secret)),
  };
}

/**
 * Whether an Ed25519 name is of a point that only a secret key leads to. Others are misprints, or keys under which anybody signs.
 */
export function isSoundKey(name: string): boolean {
  const bytes = ed25519Of(name);
  if (bytes === null) return false;
  try {
    const point = ed25519.Point.fromBytes(bytes);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    // No point has this encoding.
    return false;
  }
}

/**
 * What is to be signed to take away the bid of a receipt (as the platform answered it, or its proof's file), by JSON text;
 * `replacedBy` null: to withdraw it. Throws a SealingError where the receipt is none, or names no key.
 */
export function removalFor(receiptText: string, replacedBy: string | null): RemovalStatement {
  const receipt = receiptIn(receiptText);
  const { tenderId, bidderUscc, bidId, version, sha256, kind } = receipt;
  const { signingKey } = (receipt['removableBy'] ?? {}) as { signingKey?: unknown };
  const formed =
    typeof tenderId === 'string' &&
    typeof bidderUscc === 'string' &&
    typeof bidId === 'string' &&
    typeof version === 'number' &&
    typeof sha256 === 'string';
  if (!formed || kind !== 'bid-received')
    throw bad('该文件不是投标文件的回执。', 'This file is no receipt of a bid.');
  if (typeof signingKey !== 'string' || !SIGNING_KEY_FORM.test(signingKey))
    throw bad(
      '该回执未载明签名密钥：凭登录即可替换、撤回，无需签名。',
      'The receipt names no signing key: a sign-in suffices, and nothing is to be signed.',
    );
  return removalOf({ tenderId, bidderUscc, bidId, version, sha256, signingKey }, replacedBy);
}

/** Signs a removal. Throws a SealingError where the bid names another key. */
export function signRemoval(statement: RemovalStatement, key: SigningKey): string {
  if (statement.signingKey === key.name) return key.sign(statement);
  throw bad(
    `回执载明的签名密钥是 ${statement.signingKey}，不是 ${key.name}。`,
    `The receipt names the signing key ${statement.signingKey}, not ${key.name}.`,
  );
}

function receiptIn(text: string): Record<string, unknown> {
  let read: unknown = null;
  try {
    read = JSON.parse(text);
  } catch {
    // What is no JSON is no receipt; it is said below.
  }
  const holder = (typeof read === 'object' ? read : null) as Record<string, unknown> | null;
  const inner = holder?.['receipt'];
  return (typeof inner === 'object' && inner !== null ? inner : (holder ?? {})) as Record<string, unknown>;
}
