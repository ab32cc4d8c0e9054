import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { rulesetById, rulesets } from '../../domain/law/context.ts';
import type { Language } from '../../domain/law/explain.ts';
import type { Ruleset } from '../../domain/law/types.ts';
import { variantOf, type Variant } from '../../domain/law/variant.ts';
import { ARCHIVE_FORMAT, type Archive, type ArchivedTender } from '../../domain/replay/archive.ts';
import { explainReplay } from '../../domain/replay/explain-replay.ts';
import { replayUnder, type ReplayReport } from '../../domain/replay/replay.ts';
import { buildCalendar, type HolidayNotice } from '../../domain/time/calendar.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { tendersOf } from './explain.ts';

export interface ReplayOptions {
  /** The id of a ruleset, or a JSON file of a variant. */
  readonly ruleset: string;
  readonly file?: string;
  readonly url?: string;
  readonly login?: string;
  /** The code of the operator, for whom the administrator acts. */
  readonly uscc?: string;
  readonly save?: string;
  readonly en?: boolean;
  readonly json?: boolean;
}

const move = { at: z.int() };
const archiveSchema = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  holidayNotices: z.array(
    z.strictObject({
      year: z.int(),
      source: z.string(),
      publishedDate: z.string(),
      restDates: z.array(z.string()),
      workDates: z.array(z.string()),
    }),
  ),
  tenders: z.array(
    z.object({
      tenderId: z.string(),
      projectCode: z.string(),
      ruleset: z.string(),
      moves: z.array(
        z.discriminatedUnion('kind', [
          z.looseObject({
            ...move,
            kind: z.literal('command'),
            actor: z.looseObject({ role: z.string() }),
            command: z.looseObject({ name: z.string() }),
            refused: z.array(z.string()).nullable(),
          }),
          z.looseObject({ ...move, kind: z.literal('step'), step: z.looseObject({ name: z.string() }) }),
        ]),
      ),
    }),
  ),
});

/** Runs archived tenders again under another ruleset: lines of text, or one line of JSON. */
export async function replay(options: ReplayOptions): Promise<string[]> {
  const archive = await archiveFor(options);
  if (options.save !== undefined) await writeFile(options.save, `${JSON.stringify(archive, null, 2)}\n`);
  const other = await rulesetFor(options.ruleset);
  const calendar = buildCalendar(archive.holidayNotices);
  const reports = archive.tenders
    .filter((tender) => rulesetById(tender.ruleset).regime === other.regime)
    .map((tender) =>
      replayUnder(tender, { ruleset: rulesetById(tender.ruleset), calendar }, { ruleset: other, calendar }),
    );
  if (options.json === true) return [JSON.stringify(reports)];
  const language: Language = options.en === true ? 'en' : 'zh';
  return reports.flatMap((report: ReplayReport) => [...explainReplay(report, language), '']);
}

async function archiveFor({ file, url, login, uscc }: ReplayOptions): Promise<Archive> {
  if (file !== undefined) return archiveOfText(await readFile(file, 'utf8'), file);
  if (url === undefined) throw new Error('give --file with an archive, or --url of a running platform');
  const password = process.env['OPENSEAL_ADMINISTRATOR_PASSWORD'];
  if (login === undefined || uscc === undefined || password === undefined)
    throw new Error(
      'give --login of an administrator, --uscc of the operator, and the password in OPENSEAL_ADMINISTRATOR_PASSWORD',
    );
  const platform = await new PlatformUser(url).signIn(login, password, uscc, 'administrator');
  const tenders: ArchivedTender[] = [];
  let holidayNotices: readonly HolidayNotice[] = [];
  for await (const tender of tendersOf(platform)) {
    if (tender.outcome === null) continue;
    const one = (await platform.get(`/v1/admin/tenders/${tender.tenderId}/archive`)) as unknown as Archive;
    tenders.push(...one.tenders);
    holidayNotices = one.holidayNotices;
  }
  return { format: ARCHIVE_FORMAT, holidayNotices, tenders };
}

function archiveOfText(text: string, file: string): Archive {
  const read = archiveSchema.safeParse(JSON.parse(text));
  if (!read.success)
    throw new Error(`${file} is not an archive of the format ${ARCHIVE_FORMAT}: ${read.error.message}`);
  return read.data as unknown as Archive;
}

async function rulesetFor(named: string): Promise<Ruleset> {
  const found = rulesets.find((one) => one.id === named);
  if (found !== undefined) return found;
  if (!named.endsWith('.json'))
    throw new Error(
      `${named} is none of ${rulesets.map(({ id }) => id).join(', ')}, nor a .json file of a variant`,
    );
  const variant = JSON.parse(await readFile(named, 'utf8')) as Variant;
  return variantOf(
    rulesetById(variant.base),
    variant,
    rulesets.map(({ id }) => id),
  );
}
