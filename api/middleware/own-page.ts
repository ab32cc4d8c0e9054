import type { Context } from 'koa';
import type { ApiConfig } from '../deps.ts';
import { problem } from '../problem.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that a cookie signs comes from a page of this platform, by what browsers themselves say (Fetch
 * Metadata, Origin) and pages cannot forge. A write needs it said and right; a read is refused where another page
 * is named. Throws the problem 403 `cross-site-request`.
 */
export function requireOwnPage(
  koa: Context,
  config: { readonly http: Pick<ApiConfig['http'], 'publicUrl'> },
): void {
  const site = koa.get('Sec-Fetch-Site');
  const origin = koa.get('Origin');
  const ours = origin === new URL(config.http.publicUrl).origin;
  // `none`: the person typed the address or opened a download themselves; no write begins so.
  const fits = READS.has(koa.method)
    ? ['', 'none', 'same-origin'].includes(site) && (origin === '' || ours)
    : (site === 'same-origin' && (origin === '' || ours)) || (site === '' && ours);
  if (fits) return;
  throw problem(403, 'cross-site-request', {
    zh: '以浏览器 Cookie 登录的请求只能由本平台的页面发出',
    en: 'what a cookie signs must come from a page of this platform',
    accepted: {
      zh: 'Sec-Fetch-Site: same-origin，Origin 为本平台地址；程序请用 Authorization: Bearer',
      en: "Sec-Fetch-Site: same-origin and the platform's own Origin; programs use Authorization: Bearer",
    },
  });
}
