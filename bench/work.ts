import pg from 'pg';
import { launch } from '../rehearsal/script.ts';
import { castOf, enter } from '../rehearsal/cast.ts';
import { EXAMPLE_LOGINS, exampleSupervisor, OPERATOR } from '../rehearsal/examples.ts';
import { PlatformUser } from '../rehearsal/client.ts';
import { percentile, round2, type BenchResult } from './harness.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pickNotice, readNotices } from '../rehearsal/notice.ts';
import { startBenchPlatform } from './platform.ts';

const TENDERS = Number(process.env['OPENSEAL_BENCH_TENDERS'] ?? 100_000);
const CALLS = 100;
/** Tenders of the party that asks; an agency of the trade has some hundreds in hand. */
const OWN = 400;
const DAY_MS = 86_400_000;

/**
 * What everybody has to do, and may do, beside the least that a signed-in request costs (`GET /v1/me`), with 100,000 live tenders and
 * 200,000 open duties in the database, of which a tenth are late. In milliseconds, at the median and the 95th of a hundred.
 */
export async function bench(): Promise<BenchResult> {
  const platform = await startBenchPlatform();
  const database = new pg.Client({ connectionString: platform.databaseUrl });
  await database.connect();
  // A worker would start the processes of all these tenders, which is another bench.
  const worker = await platform.pidOf('worker');
  try {
    const file = path.resolve(import.meta.dirname, '../examples/notices.json');
    const notice = pickNotice(readNotices(await readFile(file, 'utf8')), 'tangshan-2026-epc');
    const { tenderId } = await launch(notice, platform);
    process.kill(worker, 'SIGSTOP');
    await fill(database, tenderId);
    const { password, baseUrl } = platform;
    const cast = castOf(notice);
    const owner = await enter(platform, cast.agency ?? cast.tenderee);
    const supervisor = await exampleSupervisor(baseUrl, password);
    const administrator = await new PlatformUser(baseUrl).signIn(
      EXAMPLE_LOGINS.administrator,
      password,
      OPERATOR.uscc,
      'administrator',
    );
    const asked: readonly (readonly [string, PlatformUser, string])[] = [
      ['me', owner, '/v1/me'],
      ['ownWork', owner, '/v1/me/work'],
      ['supervisorWork', supervisor, '/v1/me/work'],
      ['administratorWork', administrator, '/v1/me/work'],
      ['administratorLate', administrator, '/v1/me/work?late=true&limit=200'],
      ['actions', owner, `/v1/tenders/${tenderId}/actions`],
    ];
    const figures: Record<string, number> = { tenders: TENDERS, openDues: await openDues(database) };
    const late: Record<string, number> = {};
    for (const [name, user, address] of asked) {
      const took = await timesOf(user, address);
      figures[`${name}Ms`] = round2(percentile(took, 50));
      figures[`${name}95Ms`] = round2(percentile(took, 95));
      late[name] = percentile(took, 95);
    }
    const ratio = (name: string): number => round2(late[name]! / late['me']!);
    const ratios = {
      ownWorkVsMe: ratio('ownWork'),
      administratorVsMe: ratio('administratorWork'),
      actionsVsMe: ratio('actions'),
    };
    return { name: 'work', runs: CALLS, figures, ratios };
  } finally {
    process.kill(worker, 'SIGCONT');
    await database.end();
    await platform.stop();
  }
}

/** Copies a launched tender as often as asked, each with two duties and its next step; the first of them are the asker's own. */
async function fill(database: pg.Client, tenderId: string): Promise<void> {
  process.stderr.write(`filling in ${TENDERS} tenders\n`);
  const columns = `owner_party_id, status, draft, draft_version, rehearsal, clock_starts_at, region, industry, updated_at, phase, outcome, ruleset, work_version`;
  await database.query(
    `with copy as (insert into tender (id, project_code, state, ${columns})
       select gen_random_uuid(), 'bench-' || n, state, ${columns} from tender, generate_series(1, $2::integer) n where id = $1 returning id)
     insert into tender_fence (tender_id, rehearsal, shift_ms, documents_from_at, bid_deadline_at, held)
       select copy.id, rehearsal, shift_ms, documents_from_at, bid_deadline_at, held from copy, tender_fence where tender_id = $1`,
    [tenderId, TENDERS],
  );
  // From six days ago to sixty ahead: about a tenth of the duties are late.
  await database.query(
    `insert into work (kind, key, case_id, tender_id, waits_since, falls, role, uscc, agent_uscc, body)
     select each.kind, t.id || '/' || each.name, t.id, t.id, floor(extract(epoch from now()) * 1000) - 6 * ${DAY_MS} + (t.n * 7919 + each.nth * 104729) % 66000 * (${DAY_MS} / 1000),
       false, case when each.kind = 'step' then 'administrator' else 'tenderee' end,
       case when each.kind = 'step' then null when t.n <= $2 then t.draft->'tenderee'->>'uscc' else 'bench-' || t.n % 1000 end,
       case when each.kind = 'step' then null when t.n <= $2 then t.draft->'agency'->>'uscc' else 'bench-agency-' || t.n % 100 end,
       case when each.kind = 'step' then '{"step": "closeBids", "dueAt": 0}'::jsonb else jsonb_build_object('duty', jsonb_build_object('id', each.name, 'rule', 'ZTB-103',
         'article', '招标投标法实施条例第二十二条', 'owner', 'tenderee', 'dueAt', 0, 'announcedAt', null, 'metAt', null, 'timedOutAt', null)) end
     from (select id, draft, row_number() over (order by id) as n from tender where project_code like 'bench-%') t,
       (values (1, 'duty', 'reply:a'), (2, 'duty', 'reply:b'), (3, 'step', 'closeBids')) each (nth, kind, name)`.replaceAll(
      '$2',
      String(OWN),
    ),
  );
  await database.query('vacuum analyze tender');
  await database.query('vacuum analyze work');
}

async function openDues(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ n: string }>(`select count(*) as n from work where kind = 'duty'`);
  return Number(rows[0]?.n);
}

/** How long each of a hundred calls took, one after the other (ms), after ten that do not count. */
async function timesOf(user: PlatformUser, address: string): Promise<number[]> {
  const took: number[] = [];
  for (let call = -10; call < CALLS; call++) {
    const began = performance.now();
    await user.get(address);
    if (call >= 0) took.push(performance.now() - began);
  }
  return took;
}
