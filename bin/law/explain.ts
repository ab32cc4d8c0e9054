import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rulesetInForce } from '../../domain/law/context.ts';
import {
  deadlineOfPresented,
  explainBreach,
  explainDeadline,
  type Language,
  type Presented,
} from '../../domain/law/explain.ts';
import { checkSchedule, type ScheduleFacts } from '../../domain/tender/ground/schedule.ts';
import { buildCalendar } from '../../domain/time/calendar.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { pickNotice, readNotices, type Notice } from '../../rehearsal/notice.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/notices.json', import.meta.url));
const PAGE = 200;

export interface ExplainOptions {
  readonly url?: string;
  readonly notices?: string;
  readonly en?: boolean;
}

/**
 * The deadlines of a notice of a file, by its id or project code, or of a tender of a running platform, by
 * its id or project code: lines of text. Throws an Error when there is no such one.
 */
export async function explain(id: string, { url, notices, en }: ExplainOptions): Promise<string[]> {
  const language: Language = en === true ? 'en' : 'zh';
  if (url !== undefined) return explainTender(id, url, language);
  const file = readNotices(await readFile(notices ?? EXAMPLES, 'utf8'));
  const known = file.find((one) => one.id === id || ('notice' in one && one.notice.projectCode === id));
  if (known !== undefined) return explainNotice(pickNotice(file, known.id), language);
  throw new Error(
    `${id} is none of ${file.map((one) => one.id).join(', ')}; for a tender of a running platform give --url`,
  );
}

function explainNotice(notice: Notice, language: Language): string[] {
  const facts: ScheduleFacts = {
    regime: notice.regime,
    method: notice.method,
    qualification: notice.qualification,
    // What the notice leaves open is read the stricter way.
    attributes: { mandatory: notice.mandatory ?? true, stateOwned: true, category: notice.category },
    schedule: {
      documentsIssuedFromAt: parseInstant(notice.documentsIssuedFrom),
      documentsIssuedUntilAt: parseInstant(notice.documentsIssuedUntil),
      bidDeadlineAt: parseInstant(notice.bidDeadline),
      openingAt: parseInstant(notice.openingAt ?? notice.bidDeadline),
    },
  };
  const ruleset = rulesetInForce(notice.regime, facts.schedule.documentsIssuedFromAt);
  const { breaches, deadlines } = checkSchedule({ ruleset, calendar: buildCalendar() }, facts);
  const assumed =
    language === 'zh'
      ? '公告没有说明是否依法必须招标，按必须招标推算'
      : 'the notice does not say whether it is mandatory: taken to be';
  return [
    notice.title,
    ...(notice.mandatory === null ? [assumed] : []),
    ...deadlines.flatMap((deadline) => ['', ...explainDeadline(deadline, language)]),
    ...breaches.flatMap((breach) => ['', ...explainBreach(breach, language)]),
  ];
}

async function explainTender(id: string, url: string, language: Language): Promise<string[]> {
  const platform = new PlatformUser(url);
  const tender = await tenderNamed(platform, id);
  const answer = await platform.get(`/v1/tenders/${tender.tenderId}/deadlines`);
  const deadlines = (answer['deadlines'] as Presented[]).map(deadlineOfPresented);
  return [
    `${tender.title}（${tender.projectCode}）`,
    ...deadlines.flatMap((deadline) => ['', ...explainDeadline(deadline, language)]),
  ];
}

interface Summary {
  readonly tenderId: string;
  readonly title: string;
  readonly projectCode: string;
  readonly outcome: string | null;
}

async function tenderNamed(platform: PlatformUser, id: string): Promise<Summary> {
  for await (const tender of tendersOf(platform)) {
    if (tender.tenderId === id || tender.projectCode === id) return tender;
  }
  throw new Error(`the platform has launched no tender ${id}`);
}

/** Every launched tender of a platform, page by page. */
export async function* tendersOf(platform: PlatformUser): AsyncGenerator<Summary> {
  for (let cursor: string | null = null; ;) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === null ? {} : { cursor }) });
    const answer = await platform.get(`/v1/tenders?${query}`);
    yield* answer['tenders'] as Summary[];
    cursor = answer['next'] as string | null;
    if (cursor === null) return;
  }
}
