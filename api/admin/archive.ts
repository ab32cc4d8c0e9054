import { z } from 'zod';
import { logNameOf, type LogName } from '../../domain/record/log-name.ts';
import { ARCHIVE_FORMAT, archiveOf, type Archive } from '../../domain/replay/archive.ts';
import { commandsOf, holidayNotices, readRecord, type Em } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { holidayNoticeSchema } from '../shown/law.ts';
import { launchedTender } from '../access/tender-of.ts';
import { archivedTenderSchema } from './archive-schema.ts';

const PAGE = 200;

const exportArchive = route({
  method: 'get',
  path: '/v1/admin/tenders/:id/archive',
  operationId: 'exportArchive',
  tags: ['admin'],
  summary:
    '导出已结束项目的程序档案 · What a tender that is over went through, without personal data, for a replay',
  access: ['administrator'],
  request: { params: z.strictObject({ id: idSchema }) },
  refuses: [409],
  responses: {
    200: {
      description: '程序档案',
      schema: z.strictObject({
        format: z.literal(ARCHIVE_FORMAT),
        holidayNotices: z.array(holidayNoticeSchema),
        tenders: z.array(archivedTenderSchema),
      }),
    },
  },
  handler: async ({ params, deps }) => {
    const em = deps.store.em();
    const { state } = await launchedTender(em, params.id);
    // Until its end an archive would tell who objected and who bid.
    if (state.outcome === null)
      throw problem(409, 'tender-running', {
        zh: '项目尚未结束，结束后才能导出',
        en: 'the tender is not over: it can be exported once it is',
      });
    const tender = archiveOf({
      state,
      commands: await commandsOf(em, params.id),
      closing: await closingOf(em, logNameOf(state.rehearsal), params.id),
    });
    const body: Archive = {
      format: ARCHIVE_FORMAT,
      holidayNotices: await holidayNotices(em),
      tenders: [tender],
    };
    return { status: 200, body };
  },
});

/** What the closing counted, as the record says it; null when the tender ended before. */
async function closingOf(
  em: Em,
  log: LogName,
  tenderId: string,
): Promise<{ bidCount: number; bidderCount: number } | null> {
  for (let from = 0; ;) {
    const entries = await readRecord(em, log, { from, limit: PAGE, tenderId });
    const closed = entries.find((entry) => entry.event === 'bidsClosed');
    if (closed !== undefined)
      return { bidCount: Number(closed.data['bidCount']), bidderCount: Number(closed.data['bidderCount']) };
    const last = entries.at(-1);
    if (last === undefined || entries.length < PAGE) return null;
    from = last.index + 1;
  }
}

export const archiveRoutes: readonly Route[] = [exportArchive];
