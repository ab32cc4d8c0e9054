import { escapeHtml } from '../../domain/disclosure/page/escape.ts';
import { route, type Route } from '../route.ts';
import { plainPage } from './plain-page.ts';

/** Where the page is; OCDS packages name it as their `publicationPolicy`. */
export const PUBLICATION_POLICY_PATH = '/publication-policy';

/** What is published, when, how often it changes, and how it is checked; each in Chinese and English. */
const PARAGRAPHS: readonly (readonly [zh: string, en: string])[] = [
  [
    '招标、采购过程的每一公开步骤作出时即发布公告和 OCDS 1.1 发布（release）；同一过程的全部发布合并为一个记录（record）。',
    'Each public step of a tender is published when it is taken, as an announcement and as an OCDS 1.1 release; all releases of one process are merged into its record.',
  ],
  [
    '开标前不公布投标人的名称、数量和投标价格；评标委员会成员名单在中标结果确定前保密；中标候选人公示前不公布评标情况。',
    'Who bids, how many they are and what they ask is not published before the opening; nor the committee before the award, nor the evaluation before the candidates.',
  ],
  [
    '只有任何人此刻都可以下载的文件才有公开地址：政府采购的采购文件、澄清和合同随结果公开；其余文件公布名称和摘要，登录后按法律规定的范围和时间查阅。',
    'Only what everybody may fetch at that moment has a public address: in government procurement the documents, clarifications and contract, with the result. Of other documents name and hash are published; they are read after signing in, by those and from the time that the law says.',
  ],
  [
    '已发布的内容不修改、不删除；更正以新的发布作出。每一步骤都在业务记录中，可以离线核验。',
    'What was published is neither changed nor removed; corrections are releases of their own. Each step stands in the record, which anybody can verify offline.',
  ],
  [
    '演练的发布以“演练”标明，不是真实的采购。',
    'Releases of rehearsals (演练) say that they are: they buy nothing.',
  ],
];

const policy = route({
  method: 'get',
  path: PUBLICATION_POLICY_PATH,
  operationId: 'publicationPolicy',
  tags: ['public'],
  summary: '数据发布说明 · What is published when, and under which licence',
  access: 'public',
  responses: { 200: { description: '页面', mediaType: 'text/html' } },
  handler: ({ deps: { config } }) =>
    Promise.resolve(plainPage('数据发布说明', policyMain(config.platformName, config.dataLicense))),
});

function policyMain(platformName: string, license: string): string {
  const paragraphs = PARAGRAPHS.map(([zh, en]) => `<p>${zh}<br><span lang="en">${en}</span></p>`);
  const address = escapeHtml(license);
  return `<h1>${escapeHtml(platformName)}<br>数据发布说明 · Publication policy</h1>
${paragraphs.join('\n')}
<p>许可 · Licence: <a href="${address}">${address}</a></p>`;
}

export const publicationPolicyRoutes: readonly Route[] = [policy];
