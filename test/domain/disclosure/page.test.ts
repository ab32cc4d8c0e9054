import { describe, expect, it } from '@jest/globals';
import { announcementOf, renderPage } from '../../../domain/disclosure/index.ts';
import { exampleDraft } from '../../support/drafts.ts';
import { failedLife, fullLife, on, rejectedLife } from './lives.ts';
import type { LifeOptions, Step } from './lives.ts';

const ctx = { publicUrl: 'https://tender.example.cn', platformName: '示例交易平台' };

function pages(steps: readonly Step[]): string[] {
  return steps.flatMap(({ event, state }, index) => {
    const announcement = announcementOf(event, state, ctx);
    if (announcement === null) return [];
    const id = `a-${index}`;
    const url = `https://tender.example.cn/announcements/${id}`;
    const tenderUrl = 'https://tender.example.cn/v1/tenders/tender-1';
    return [
      renderPage(announcement, {
        url,
        id,
        publishedAt: on('09-09 15:01'),
        tenderUrl,
        platformName: ctx.platformName,
      }),
    ];
  });
}

/** Tags that are opened and not closed again, or closed without being open: empty for well-formed markup. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name] of html
    .replace(/<style>.*<\/style>/s, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>/g)) {
    if (name === undefined || ['meta', 'link', 'br'].includes(name)) continue;
    if (close === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

const HOSTILE = `<script>alert(1)</script>" onload='x' &amp; <img src=x onerror=1> \u202egnp.\u0000`;

function hostile(): LifeOptions {
  const contact = { ...exampleDraft().contact, name: HOSTILE, address: HOSTILE };
  return {
    draft: {
      title: HOSTILE,
      projectCode: HOSTILE,
      scope: HOSTILE,
      place: HOSTILE,
      fundingSource: HOSTILE,
      qualificationRequirements: HOSTILE,
      evaluationMethod: HOSTILE,
      contact,
      objectionContact: contact,
      documents: [{ sha256: 'f'.repeat(64), name: HOSTILE, sizeBytes: 1, mediaType: 'text/html' }],
    },
    clarification: { title: HOSTILE, text: HOSTILE },
    summary: HOSTILE,
  };
}

describe('pages', () => {
  it.each([
    ['a full life', fullLife],
    ['too few bidders', failedLife],
    ['all rejected', rejectedLife],
  ])('are complete, well-formed Chinese documents without scripts or foreign assets: %s', (_, life) => {
    for (const page of pages(life())) {
      expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="zh-CN">/);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      expect(page).toContain('<main>');
      expect(page).toContain('charset="utf-8"');
      expect(page).not.toMatch(/<script|<iframe|<img|@import|url\(|src=|javascript:/i);
      expect(unbalanced(page)).toStrictEqual([]);
      expect(page).not.toContain('演练');
      expect(page).not.toContain('undefined');
    }
  });

  it('give every table a heading for each column or row', () => {
    for (const page of pages(fullLife())) {
      for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) {
        expect(table).toMatch(/<th scope="(col|row)">/);
      }
    }
  });

  it('say plainly that a rehearsal is one, twice, and ask not to be indexed', () => {
    const rehearsed = pages(fullLife({ rehearsal: true }));
    expect(rehearsed).toHaveLength(16);
    for (const page of rehearsed) {
      expect(page.match(/<strong>演练，非真实招标<\/strong>/g)).toHaveLength(2);
      expect(page).toContain('<meta name="robots" content="noindex">');
      expect(page).toMatch(/<title>\[演练\] /);
    }
  });

  it('escape whatever people write', () => {
    for (const page of pages(fullLife(hostile()))) {
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;amp;');
      expect(page).not.toMatch(/<script|<img|\u202e|\u0000/);
      expect(unbalanced(page)).toStrictEqual([]);
    }
  });

  it('never make a link of an address that is not http(s)', () => {
    const [step] = fullLife();
    const announcement = step && announcementOf(step.event, step.state, ctx);
    if (!announcement) throw new Error('no notice');
    const page = renderPage(announcement, {
      url: 'javascript:alert(1)',
      id: 'a-0',
      publishedAt: 0,
      tenderUrl: 'https://tender.example.cn/v1/tenders/tender-1',
      platformName: '示例交易平台',
    });
    expect(page).not.toContain('<a href="javascript:');
  });
});
