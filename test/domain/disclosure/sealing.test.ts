import { describe, expect, it } from '@jest/globals';
import { announcementOf, renderPage, releaseOf } from '../../../domain/disclosure/index.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import { demandHash, type SealingDemand } from '../../../domain/seal/index.ts';
import { castOf, ownKeyOnly } from '../../sealing/support.ts';
import { fullLife, type Step } from './lives.ts';

const publicUrl = 'https://tender.example.cn';
const ctx = { publicUrl, platformName: '示例交易平台' };

/** The launch of a tender that demands this of the sealing. */
function launched(sealing: SealingDemand | null): Step {
  const { event, state } = fullLife()[0]!;
  if (event.name !== 'noticePublished') throw new Error('a life begins with its notice');
  const draft = { ...state.draft, sealing };
  return { event: { ...event, draft }, state: { ...state, draft } };
}

/** The notice's page and its OCDS text, as bidders read them. */
function told(sealing: SealingDemand | null): string[] {
  const { event, state } = launched(sealing);
  const release = releaseOf(event, state, {
    ocidPrefix: 'ocds-abc123',
    publicUrl,
    releaseId: 'r',
    publishedAt: event.at,
  });
  const { submissionMethodDetails } = release!['tender'] as { submissionMethodDetails: string };
  const page = renderPage(announcementOf(event, state, ctx)!, {
    url: `${publicUrl}/p`,
    id: 'p',
    tenderUrl: `${publicUrl}/t`,
    platformName: ctx.platformName,
    publishedAt: event.at,
  });
  const unescaped = page.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  return [unescaped, submissionMethodDetails];
}

describe('how a notice has bids sealed', () => {
  it('is any age tool where nothing more is demanded', () => {
    for (const text of [...told(null), ...told(ownKeyOnly('age'))]) {
      expect(text).toContain('age -r $(age-keygen -y key.txt) -o bid.sealed bid.tar');
      expect(text).not.toContain('openseal seal');
    }
  });

  it('is openseal with the GM algorithms where these are demanded', () => {
    for (const text of told(ownKeyOnly('gm'))) {
      expect(text).toContain('SM2、SM3、SM4');
      expect(text).toContain('npx openseal keygen -o key.txt --scheme gm');
      expect(text).toMatch(/npx openseal seal .* -d https:\/\/tender\.example\.cn\/v1\/tenders\/tender-1 /);
      expect(text).not.toContain('age-keygen');
      expect(text).not.toContain('age -r');
    }
  });

  it.each(['age', 'gm'] as const)('names the whole demand with its trustees in the scheme %s', (scheme) => {
    const { demand } = castOf(scheme);
    for (const text of told(demand)) {
      expect(text).toContain('npx openseal seal');
      expect(text).not.toContain('age -r');
      expect(text).toContain('3 名受托人中任意 2 名');
      for (const { id, name, uscc, recipient } of demand.trustees)
        for (const fact of [id, name, uscc!, recipient]) expect(text).toContain(fact);
      expect(text).toContain(demandHash(demand));
    }
  });
});

describe('the record entry of a notice', () => {
  it('holds the whole demand, publicly', () => {
    const { demand } = castOf('age');
    const { data, secret } = recordParts(launched(demand).event);
    expect(data['sealing']).toEqual(demand);
    expect(secret).not.toHaveProperty('sealing');
    expect(recordParts(launched(null).event).data['sealing']).toBeNull();
  });
});
