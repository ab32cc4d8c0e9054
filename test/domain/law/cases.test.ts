import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { deadlineAfter, deadlineBefore } from '../../../domain/law/deadline.ts';
import type { TenderDraft } from '../../../domain/tender/ground/draft.ts';
import { checkDraft } from '../../../domain/tender/notice/checks/draft.ts';
import { MS_PER_DAY, parseInstant } from '../../../domain/time/instant.ts';
import { shownEnd, shownInstant } from '../../../domain/time/text.ts';
import { exampleDraft } from '../../support/drafts.ts';
import { lawAt } from '../../support/process.ts';

interface PublishedNotice {
  readonly id: string;
  readonly category: 'engineering' | 'goods' | 'services';
  readonly mandatory: boolean | null;
  readonly documentsIssuedFrom: string;
  readonly documentsIssuedUntil: string;
  readonly bidDeadline: string;
}

const { notices } = JSON.parse(
  readFileSync(new URL('../../../examples/notices.json', import.meta.url), 'utf8'),
) as {
  notices: PublishedNotice[];
};

/** The notice's own schedule in an example draft; an unknown `mandatory` is read the stricter way. */
function draftOf(notice: PublishedNotice, movedDays = 0): TenderDraft {
  const bidDeadlineAt = parseInstant(notice.bidDeadline) + movedDays * MS_PER_DAY;
  return exampleDraft({
    attributes: { mandatory: notice.mandatory ?? true, stateOwned: true, category: notice.category },
    schedule: {
      documentsIssuedFromAt: parseInstant(notice.documentsIssuedFrom),
      documentsIssuedUntilAt: parseInstant(notice.documentsIssuedUntil),
      bidDeadlineAt,
      openingAt: bidDeadlineAt,
    },
  });
}

function noticeOf(id: string): PublishedNotice {
  const found = notices.find((notice) => notice.id === id);
  if (found === undefined) throw new RangeError(`no notice ${id}`);
  return found;
}

const EXPECTED = [
  {
    id: 'tangshan-2026-epc',
    ruleset: 'cn-tendering-2025-01-01',
    sale: '2026-09-15 24:00',
    deadline: '2026-09-30 00:00',
    amend: '2026-09-15 09:00',
    object: '2026-09-20 24:00',
    spareDays: 0,
  },
  {
    id: 'xian-2026-servers',
    ruleset: 'cn-tendering-2025-01-01',
    sale: '2026-07-21 24:00',
    deadline: '2026-08-05 00:00',
    amend: '2026-07-22 14:00',
    object: '2026-07-27 24:00',
    spareDays: 1,
  },
  {
    id: 'guangxi-2019-tobacco',
    ruleset: 'cn-tendering-2019-03-02',
    sale: '2019-11-06 24:00',
    deadline: '2019-11-21 00:00',
    amend: '2019-11-07 09:00',
    object: '2019-11-12 24:00',
    spareDays: 1,
  },
] as const;

describe('notices as they were published', () => {
  it.each(EXPECTED)(
    '$id is lawful under $ruleset (ZTB-001, ZTB-004)',
    ({ id, ruleset, sale, deadline, amend, object }) => {
      const draft = draftOf(noticeOf(id));
      const { documentsIssuedFromAt, bidDeadlineAt } = draft.schedule;
      const ctx = lawAt(documentsIssuedFromAt);
      expect(ctx.ruleset.id).toBe(ruleset);
      expect(checkDraft(ctx, draft, documentsIssuedFromAt - MS_PER_DAY).breaches).toEqual([]);
      expect(shownEnd(deadlineAfter(ctx, 'ZTB-001', documentsIssuedFromAt).endsAt)).toBe(sale);
      expect(shownInstant(deadlineAfter(ctx, 'ZTB-004', documentsIssuedFromAt).endsAt)).toBe(deadline);
      expect(shownInstant(deadlineBefore(ctx, 'ZTB-006', bidDeadlineAt).endsAt)).toBe(amend);
      expect(shownEnd(deadlineBefore(ctx, 'ZTB-102', bidDeadlineAt).endsAt)).toBe(object);
    },
  );

  it.each(EXPECTED)(
    '$id is refused with ZTB-004 once it has fewer days, with the earliest lawful date',
    ({ id, deadline, spareDays }) => {
      const notice = noticeOf(id);
      const ctx = lawAt(parseInstant(notice.documentsIssuedFrom));
      const said = (movedDays: number) => checkDraft(ctx, draftOf(notice, movedDays), 0).breaches;
      expect(said(-spareDays)).toEqual([]);
      const [breach, ...others] = said(-spareDays - 1);
      expect(breach).toMatchObject({ rule: 'ZTB-004', severity: 'blocks', field: 'schedule.bidDeadlineAt' });
      expect(breach?.accepted?.en).toContain(deadline.slice(0, 10));
      expect(others).toEqual([]);
    },
  );
});
