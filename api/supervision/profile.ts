import { z } from 'zod';
import { rulesets } from '../../domain/law/context.ts';
import { authorityById, putAuthorityProfile } from '../../store/index.ts';
import { formed } from '../forms.ts';
import { enterIdentity } from '../identity/entries.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { multilineText, text } from '../schema.ts';
import { authoritySchema, presentAuthority } from '../shown/authority.ts';

const profileSchema = z.strictObject({
  duties: multilineText(20_000),
  procedures: z
    .array(
      z.strictObject({
        name: text(200),
        text: multilineText(20_000),
        timeLimit: text(200).nullable(),
        rules: z
          .array(formed(/^[A-Z]{2,4}-\d{2,3}$/, '规则编号，如 ZTB-412', 'the id of a rule, e.g. ZTB-412'))
          .max(20),
      }),
    )
    .max(50),
  contacts: z
    .array(
      z.strictObject({
        name: text(100),
        phone: formed(
          /^[0-9+ ()-]{5,40}$/,
          '5至40个字符的电话号码',
          'a telephone number of 5 to 40 characters',
        ),
        address: text(300),
        email: z.email().max(200).optional(),
      }),
    )
    .min(1)
    .max(20),
});

const put = route({
  method: 'put',
  path: '/v1/supervision/profile',
  operationId: 'putAuthorityProfile',
  tags: ['supervision'],
  summary:
    '公布监督职责、程序、时限和联系方式 · Publish what the authority does, how, within which time, and how it is reached',
  access: ['supervisor'],
  write: true,
  request: {
    body: profileSchema,
    example: {
      duties: '负责本行政区域内招标投标活动的行政监督，依法受理投诉。',
      procedures: [
        { name: '责令暂停', text: '必要时责令暂停招标投标活动。', timeLimit: null, rules: ['CMP-008'] },
      ],
      contacts: [{ name: '招标投标监督科', phone: '0315-5550199', address: '河北省唐山市' }],
    },
  },
  responses: { 200: { description: '已公布', schema: authoritySchema } },
  handler: async ({ body, identity, address, once }) => {
    refuseUnknownRules(body.procedures.flatMap(({ rules }) => rules));
    return once.inTransaction(async (tx) => {
      await putAuthorityProfile(tx, identity.partyId, body);
      const { procedures, contacts } = body;
      await enterIdentity(
        tx,
        'authorityProfilePublished',
        identity.uscc,
        { procedures: procedures.map(({ name, timeLimit, rules }) => ({ name, timeLimit, rules })) },
        { person: identity.personId, address, contacts },
      );
      const authority = await authorityById(tx, identity.partyId);
      if (authority === null)
        throw problem(409, 'no-authority', {
          zh: '本单位未登记为行政监督部门',
          en: 'your party is not registered as an authority',
        });
      return { status: 200, body: presentAuthority(authority) };
    });
  },
});

/** What an authority publishes rests on the catalogue of rules, as its orders do. */
function refuseUnknownRules(ids: readonly string[]): void {
  const unknown = ids.filter((id) => !rulesets.some((ruleset) => ruleset.rules[id] !== undefined));
  if (unknown.length === 0) return;
  throw problem(422, 'basis-outside-catalogue', {
    zh: `${unknown.join('、')} 不在规则目录内，目录以外的文件不得作为行政监督依据`,
    en: `${unknown.join(', ')}: not in the catalogue of rules, and what stands outside it is no basis`,
    accepted: { zh: '规则目录中的规则编号', en: 'ids of rules of the catalogue' },
  });
}

export const profileRoutes: readonly Route[] = [put];
