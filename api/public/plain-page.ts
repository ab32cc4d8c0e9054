import { createHash } from 'node:crypto';
import { escapeHtml } from '../../domain/disclosure/page/escape.ts';
import { STYLE } from '../../domain/disclosure/page/style.ts';
import { pagePolicy } from '../middleware/security-headers.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A page in the style of the announcements, without scripts: `main` is HTML whose values are escaped already. */
export const plainPage = (title: string, main: string) => ({
  status: 200 as const,
  body: `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${main}</main></body></html>
`,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': pagePolicy(STYLE_HASH),
  },
});
