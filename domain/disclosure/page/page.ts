import type { Instant } from '../../time/instant.ts';
import { isoShanghai } from '../../time/instant.ts';
import type { Announcement, DocumentLink, Row, Section, Table } from '../announcement.ts';
import { REHEARSAL_BANNER } from '../announcement.ts';
import { zhInstant } from '../format/instant.ts';
import { escapeHtml, link } from './escape.ts';
import { STYLE } from './style.ts';

/** What a page says of itself. */
export interface PageContext {
  /** The page's permanent address. */
  readonly url: string;
  /** The announcement's id. */
  readonly id: string;
  /** Real instant of publication. */
  readonly publishedAt: Instant;
  /** Where the whole tender is read. */
  readonly tenderUrl: string;
  readonly platformName: string;
}

/**
 * A complete page in Chinese: no scripts, nothing loaded from elsewhere, every value escaped, tables
 * with headers, fit for a screen reader and for paper. A rehearsal says so at its head and its foot.
 */
export function renderPage(announcement: Announcement, ctx: PageContext): string {
  const banner = announcement.rehearsal
    ? `<p class="rehearsal" role="note"><strong>${REHEARSAL_BANNER}</strong></p>`
    : '';
  return [
    '<!DOCTYPE html>',
    '<html lang="zh-CN">',
    head(announcement, ctx),
    '<body>',
    banner,
    '<main>',
    '<article>',
    `<h1>${escapeHtml(announcement.title)}</h1>`,
    publicationFacts(announcement, ctx),
    ...announcement.sections.map((section, index) => sectionHtml(section, index)),
    documentsHtml(announcement.documents),
    '</article>',
    '</main>',
    footer(ctx),
    banner,
    '</body>',
    '</html>',
    '',
  ]
    .filter((line, index, lines) => line !== '' || index === lines.length - 1)
    .join('\n');
}

function head(announcement: Announcement, ctx: PageContext): string {
  const robots = announcement.rehearsal ? '<meta name="robots" content="noindex">\n' : '';
  return (
    '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
    `${robots}<title>${escapeHtml(announcement.title)}</title>\n` +
    `<link rel="canonical" href="${escapeHtml(ctx.url)}">\n<style>${STYLE}</style>\n</head>`
  );
}

function publicationFacts(announcement: Announcement, ctx: PageContext): string {
  const facts: (readonly [string, string])[] = [
    ['公告类型', escapeHtml(announcement.kindName)],
    ['项目编号', escapeHtml(announcement.projectCode)],
    ['步骤时间', timeHtml(announcement.at)],
    ['发布时间', timeHtml(ctx.publishedAt)],
    ['发布平台', escapeHtml(ctx.platformName)],
  ];
  if (announcement.article !== null) facts.push(['依据', escapeHtml(announcement.article)]);
  return factsTable(facts);
}

function timeHtml(at: Instant): string {
  return `<time datetime="${isoShanghai(at)}">${zhInstant(at)}</time>`;
}

/** Labels are plain text and escaped here; values come as HTML. */
function factsTable(facts: readonly (readonly [string, string])[]): string {
  const rows = facts.map(
    ([label, html]) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${html}</td></tr>`,
  );
  return `<table class="facts">\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

function sectionHtml(section: Section, index: number): string {
  const parts = [
    `<section aria-labelledby="s${index}">`,
    `<h2 id="s${index}">${escapeHtml(section.heading)}</h2>`,
    rowsHtml(section.rows ?? []),
    section.table === undefined ? '' : tableHtml(section.table),
    ...(section.paragraphs ?? []).map((text) => (text.trim() === '' ? '' : `<p>${escapeHtml(text)}</p>`)),
    '</section>',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function rowsHtml(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  return factsTable(rows.map((row) => [row.label, escapeHtml(row.value)] as const));
}

function tableHtml(table: Table): string {
  const columns = table.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const rows = table.rows.map(
    (cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  // A wide table scrolls by itself; the tab stop lets a keyboard scroll it too.
  return (
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(table.caption)}">\n` +
    `<table>\n<caption>${escapeHtml(table.caption)}</caption>\n<thead><tr>${columns}</tr></thead>\n` +
    `<tbody>\n${rows.join('\n')}\n</tbody>\n</table>\n</div>`
  );
}

function documentsHtml(documents: readonly DocumentLink[]): string {
  if (documents.length === 0) return '';
  const items = documents.map(({ url, name, sizeBytes, sha256 }) => {
    // Announcements of before have an address for each.
    const shown = url === null ? `${escapeHtml(name)}（登录后获取）` : link(url, name);
    return `<li>${shown}（${sizeBytes}字节）<br>SHA-256：${escapeHtml(sha256)}</li>`;
  });
  return `<section aria-labelledby="documents">\n<h2 id="documents">附件</h2>\n<ul>\n${items.join('\n')}\n</ul>\n</section>`;
}

function footer(ctx: PageContext): string {
  return (
    `<footer>\n<p>永久地址：${link(ctx.url, ctx.url)}</p>\n<p>招标项目：${link(ctx.tenderUrl, ctx.tenderUrl)}</p>\n` +
    `<p>公告编号：${escapeHtml(ctx.id)}。本页免费发布、免费查阅。</p>\n</footer>`
  );
}
