import { z } from 'zod';
import { flawOfDemand, SCHEMES, TRUSTEE_ID, TRUSTEE_ROLES, TRUSTEES_MAX } from '../../domain/seal/demand.ts';
import { isRecipient } from '../../sealing/index.ts';
import { formed } from '../forms.ts';
import { text, usccSchema, type IssueParams } from '../schema.ts';

const trusteeSchema = z.strictObject({
  id: formed(
    TRUSTEE_ID,
    '1至32个小写字母、数字或者连字符，不以连字符开头',
    '1 to 32 lower-case letters, digits or hyphens, not beginning with a hyphen',
  ),
  name: text(200),
  role: z.enum(TRUSTEE_ROLES),
  /** The party that hands in this trustee's shares. */
  uscc: usccSchema,
  recipient: z.string().min(20).max(200),
});

/** What a tender's documents ask of the sealing of bids (EB-009, EB-015). Keys are checked to be keys. */
export const sealingSchema = z
  .strictObject({
    scheme: z.enum(SCHEMES),
    trustees: z.array(trusteeSchema).max(TRUSTEES_MAX),
    threshold: z.int().min(0).max(TRUSTEES_MAX),
  })
  .superRefine((demand, context) => {
    const issue = (path: (string | number)[], en: string, zh: string): void => {
      const params: IssueParams = { code: 'bad-sealing', zh };
      context.addIssue({ code: 'custom', message: en, path, params: { ...params } });
    };
    const flaw = flawOfDemand(demand);
    if (flaw !== null) issue(['trustees'], flaw.en, flaw.zh);
    for (const [at, { recipient }] of demand.trustees.entries()) {
      if (isRecipient(demand.scheme, recipient)) continue;
      issue(
        ['trustees', at, 'recipient'],
        `is no public key of ${demand.scheme}`,
        `不是 ${demand.scheme} 方式的公钥`,
      );
    }
  });
