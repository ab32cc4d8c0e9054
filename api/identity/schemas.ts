import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { isActing, ROLES, type PersonIdentity } from '../deps.ts';
import { formed } from '../forms.ts';
import { shownInstantSchema, usccSchema } from '../schema.ts';
import type { ActingRight } from '../../store/index.ts';

export const loginSchema = formed(
  /^[a-z0-9][a-z0-9._-]{2,63}$/,
  '3至64个小写字母、数字、点、下划线或者连字符，以字母或者数字开头',
  '3 to 64 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter or digit',
).meta({ description: '3 to 64 of a-z, 0-9, dot, hyphen and underscore', example: 'wang.wu' });
/** Of a person, or of who speaks for a party. */
export const phoneSchema = formed(
  /^[0-9+-]{5,20}$/,
  '5至20位数字、加号或者连字符',
  '5 to 20 digits, plus signs or hyphens',
);
export const passwordSchema = z.string().min(12).max(200).meta({ example: 'correct horse battery staple' });

/** The party and role that a session is to act in; without `uscc`, for nobody. */
export const choiceFields = { uscc: usccSchema.optional(), role: z.enum(ROLES).optional() };

export const membershipSchema = z.strictObject({
  uscc: z.string(),
  partyName: z.string(),
  role: z.enum(ROLES),
});
export const actingSchema = z
  .strictObject({ role: z.enum(ROLES), uscc: z.string(), partyName: z.string() })
  .nullable();
export const sessionSchema = z.strictObject({
  token: z.string().nullable().meta({ description: 'null where a cookie holds it' }),
  expiresAt: shownInstantSchema,
  signInEndsAt: shownInstantSchema.meta({
    description: 'When to sign in anew, however often the token is renewed',
  }),
  acting: actingSchema,
  memberships: z.array(membershipSchema),
});

export const membershipExample = { uscc: '91130230MA0EXA0150', partyName: '示例有限公司', role: 'bidder' };
export const sessionExample = {
  token: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIifQ.c2lnbmF0dXJl',
  expiresAt: '2026-09-10T08:15:00.000+08:00',
  signInEndsAt: '2026-09-10T20:00:00.000+08:00',
  acting: membershipExample,
  memberships: [membershipExample],
};

/** A right to act as answers show it. */
export function shownRight({ uscc, partyName, role }: ActingRight): Answer<typeof membershipSchema> {
  return { uscc, partyName, role };
}

/** For whom a person acts, as answers show it; null when for nobody. */
export function shownActing(identity: PersonIdentity): Answer<typeof actingSchema> {
  if (!isActing(identity)) return null;
  const { role, uscc, partyName } = identity;
  return { role, uscc, partyName };
}
