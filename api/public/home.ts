import { escapeHtml } from '../../domain/disclosure/page/escape.ts';
import { listAnnouncements } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { route, type Route } from '../route.ts';
import { plainPage } from './plain-page.ts';

const NEWEST = 20;

/** Where the first page leads; each address answers a reader without a sign-in. */
const PLACES: readonly (readonly [path: string, text: string])[] = [
  ['/v1/announcements', '公告 · Announcements'],
  ['/v1/tenders', '招标项目 · Tenders'],
  ['/v1/record', '业务记录 · The record'],
  ['/log/policy', '记录的信任策略 · Whom to believe about the record'],
  ['/v1/trust-list', '认可的电子认证服务机构 · Recognised certification authorities'],
  ['/docs', '接口说明 · The API'],
];

const home = route({
  method: 'get',
  path: '/',
  operationId: 'home',
  tags: ['public'],
  summary: '首页 · The newest announcements, and where everything else is',
  access: 'public',
  responses: { 200: { description: '页面', mediaType: 'text/html' } },
  handler: async ({ deps }) => plainPage(deps.config.platformName, await homeMain(deps)),
});

async function homeMain(deps: Deps): Promise<string> {
  const { roles, platformName } = deps.config;
  const trading = roles.includes('trading');
  const name = escapeHtml(platformName);
  const newest = await listAnnouncements(deps.store.em(), {}, { after: null, limit: NEWEST });
  const items = newest.map(
    ({ id, title, rehearsal }) =>
      `<li><a href="/announcements/${escapeHtml(id)}">${escapeHtml(title)}</a>${rehearsal ? '（演练）' : ''}</li>`,
  );
  const places = [...PLACES, ...(trading ? [['/seal', '投标文件加密 · Seal a bid'] as const] : [])];
  const links = places.map(([path, text]) => `<li><a href="${path}">${escapeHtml(text)}</a></li>`);
  const list = items.length === 0 ? '<p>尚无公告。None yet.</p>' : `<ul>${items.join('')}</ul>`;
  return `<h1>${name}</h1>
<h2>最新公告 · Newest announcements</h2>${list}
<h2>更多 · More</h2><ul>${links.join('')}</ul>`;
}

export const homeRoutes: readonly Route[] = [home];
