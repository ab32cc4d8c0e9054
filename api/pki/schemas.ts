import { z } from 'zod';
import { idSchema, type IssueParams } from '../schema.ts';

/** Base64 characters of the largest signature that is read: 256 KiB of DER. */
const MAX_SIGNATURE_CHARACTERS = 350_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A detached CMS signature as requests carry it: base64 of DER, or PEM (RFC 7468, label CMS or PKCS7), into bytes. */
export const signatureSchema = z
  .string()
  .min(1)
  .max(MAX_SIGNATURE_CHARACTERS)
  .transform((text, context): Uint8Array => {
    const body = /^-----BEGIN (CMS|PKCS7)-----([\s\S]*)-----END \1-----\s*$/.exec(text)?.[2] ?? text;
    const bare = body.replace(/[\r\n]/g, '');
    const bytes = Buffer.from(bare, 'base64');
    // Of several texts that decode to the same bytes, only the one that encoding gives is taken.
    if (BASE64.test(bare) && bytes.toString('base64') === bare) return bytes;
    const params: IssueParams = { code: 'wrong-format', zh: '不是 base64 编码' };
    context.addIssue({ code: 'custom', message: 'is not base64', params: { ...params } });
    return z.NEVER;
  })
  .meta({
    description:
      'Detached CMS signature (RFC 5652): base64 of DER, in one line or several, or the same in PEM',
    contentEncoding: 'base64',
    // What Base64 and PEM have in common; which of them it is, and whether it is one, is seen as it is read.
    pattern: '^(-----BEGIN (CMS|PKCS7)-----)?[A-Za-z0-9+/=\\s]+(-----END (CMS|PKCS7)-----\\s*)?$',
    example: 'MIIGAQYJKoZIhvcN',
  });

/** The answer to a challenge. */
export const answerFields = { challengeId: idSchema, signature: signatureSchema };
export const answerExample = {
  challengeId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  signature: 'MIIGAQYJKoZIhvcN',
};

/** Certificates in PEM. */
export const pemSchema = z.string().min(1).max(200_000);
export const pemExample = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
