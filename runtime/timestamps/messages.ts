import {
  BitString,
  Boolean,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Utf8String,
} from 'asn1js';
import { TimeStampReq } from 'pkijs';
import { childrenOf, derOf, OID, parseWhole, positiveInteger, rawOf, reading } from './der.ts';
import { TimestampError } from './refusal.ts';

export const QUERY_TYPE = 'application/timestamp-query';
export const REPLY_TYPE = 'application/timestamp-reply';

/** RFC 3161 section 2.4.2: the failures that an authority names, by their bit. */
export const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** A TimeStampReq (DER) for a SHA-256 digest, with nonce, asking for the signer's certificate. */
export function timestampQuery(digest: Uint8Array, nonce: Uint8Array): Buffer {
  return derOf(
    new Sequence({
      value: [
        new Integer({ value: 1 }),
        imprintOf(digest),
        positiveInteger(nonce),
        new Boolean({ value: true }),
      ],
    }),
  );
}

/** The MessageImprint of a SHA-256 digest. */
export function imprintOf(digest: Uint8Array): Sequence {
  const algorithm = new Sequence({ value: [new ObjectIdentifier({ value: OID.sha256 }), new Null()] });
  return new Sequence({
    value: [algorithm, new OctetString({ valueHex: Uint8Array.from(digest).buffer })],
  });
}

/** Reads a TimeStampReq. Throws `malformed`. */
export function readQuery(bytes: Uint8Array): TimeStampReq {
  const whole = parseWhole(bytes, 'request');
  return reading('request', () => new TimeStampReq({ schema: whole }));
}

/** The token (DER ContentInfo) of a TimeStampResp. Throws `refused-by-authority` or `malformed`. */
export function tokenOf(reply: Uint8Array): Buffer {
  const parts = reading('reply', () => childrenOf(parseWhole(reply, 'reply')));
  const { status, said } = reading('reply', () => {
    const [code, ...more] = childrenOf(parts[0]);
    if (!(code instanceof Integer)) throw new Error('no status');
    return { status: code.valueBlock.valueDec, said: more.map(wordsOf).filter((word) => word !== '') };
  });
  // granted and grantedWithMods; every other status comes without a token.
  if (status !== 0 && status !== 1) {
    const because = said.length === 0 ? '' : `: ${said.join(', ')}`;
    throw new TimestampError('refused-by-authority', `the authority refuses with status ${status}${because}`);
  }
  if (parts.length !== 2 || parts[1] === undefined)
    throw new TimestampError('malformed', 'the reply grants a token and holds none');
  return rawOf(parts[1]);
}

function wordsOf(part: unknown): string {
  if (part instanceof BitString) {
    const bits = part.valueBlock.valueHexView;
    return Object.entries(FAILURES)
      .filter(([bit]) => ((bits[Number(bit) >> 3] ?? 0) & (0x80 >> (Number(bit) & 7))) !== 0)
      .map(([, name]) => name)
      .join(', ');
  }
  if (!(part instanceof Sequence)) return '';
  return part.valueBlock.value
    .map((one) => (one instanceof Utf8String ? one.valueBlock.value : ''))
    .join(' ');
}

/** A TimeStampResp (DER) that grants a token: what `openssl ts -verify -in` reads. */
export function grantingReply(token: Uint8Array): Buffer {
  const granted = new Sequence({ value: [new Integer({ value: 0 })] });
  return derOf(new Sequence({ value: [granted, parseWhole(token, 'token')] }));
}

/** A TimeStampResp (DER) that refuses, with the bit of one failure. */
export function refusingReply(failureBit: number, text: string): Buffer {
  const bits = Buffer.alloc(Math.floor(failureBit / 8) + 1);
  bits[bits.length - 1] = 0x80 >> (failureBit % 8);
  const unusedBits = 7 - (failureBit % 8);
  const status = new Sequence({
    value: [
      new Integer({ value: 2 }),
      new Sequence({ value: [new Utf8String({ value: text })] }),
      new BitString({ valueHex: Uint8Array.from(bits).buffer, unusedBits }),
    ],
  });
  return derOf(new Sequence({ value: [status] }));
}
