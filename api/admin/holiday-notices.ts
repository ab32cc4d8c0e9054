import { z } from 'zod';
import { LIVE_COMPLAINT_STATUSES } from '../../domain/complaint/index.ts';
import { refuseHolidayNotice } from '../../domain/time/calendar.ts';
import { addHolidayNotice, holidayNotices, listComplaints, listTenders } from '../../store/index.ts';
import { submitComplaintCommand } from '../commands/submit-to-complaint.ts';
import { submitCommand } from '../commands/submit-to-tender.ts';
import type { Submission } from '../commands/submit.ts';
import { enterIdentity } from '../identity/entries.ts';
import { ProblemError, refusalProblem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { dateSchema, idSchema, text } from '../schema.ts';
import { holidayNoticeSchema } from '../shown/law.ts';

const ADMINISTRATOR = ['administrator'] as const;
const PAGE = 200;

const noticeSchema = z.strictObject({
  year: z.int().min(2004).max(2100),
  source: text(300),
  publishedDate: dateSchema,
  restDates: z.array(dateSchema).min(1).max(60),
  workDates: z.array(dateSchema).max(20),
});

/** Which processes were derived again. */
const REDERIVED = {
  tenders: z.array(idSchema),
  complaints: z.array(idSchema),
  refused: z.array(z.strictObject({ id: idSchema, code: z.string() })),
};

const addNotice = route({
  method: 'post',
  path: '/v1/admin/holiday-notices',
  operationId: 'addHolidayNotice',
  tags: ['admin'],
  summary: '录入放假通知 · Add a holiday notice as data; what rests on its year is derived again',
  access: ADMINISTRATOR,
  write: true,
  request: {
    body: noticeSchema,
    example: {
      year: 2027,
      source: '国办发明电〔2026〕号',
      publishedDate: '2026-11-30',
      restDates: ['2027-01-01'],
      workDates: [],
    },
  },
  responses: {
    201: { description: '已录入', schema: z.strictObject({ year: z.number(), ...REDERIVED }) },
  },
  handler: async ({ body, deps, identity, address, once }) => {
    const refusals = refuseHolidayNotice(body);
    if (refusals.length > 0) throw refusalProblem(refusals, 422);
    // The notice is added once by what it is, each process takes its command once by the command's own key.
    return once.repeatable(async () => {
      await deps.store.transaction(async (tx) => {
        if (!(await addHolidayNotice(tx, body))) return;
        const secret = { person: identity.personId, address };
        await enterIdentity(tx, 'holidayNoticeAdded', null, { ...body }, secret);
      });
      const rederived = await rederiveAll({ deps, identity, address, once });
      return { status: 201, body: { year: body.year, ...rederived } };
    });
  },
});

const rederive = route({
  method: 'post',
  path: '/v1/admin/rederivations',
  operationId: 'rederiveAll',
  tags: ['admin'],
  summary:
    '重新推算期限 · Derive every running process again, as after a holiday notice: once after an upgrade that reads the calendar otherwise',
  access: ADMINISTRATOR,
  write: true,
  responses: { 200: { description: '已重新推算', schema: z.strictObject(REDERIVED) } },
  handler: ({ deps, identity, address, once }) =>
    // As with a notice each process takes its command once, by the command's own key.
    once.repeatable(async () => ({
      status: 200,
      body: await rederiveAll({ deps, identity, address, once }),
    })),
});

/** Every live tender and complaint derives again what was derived on another calendar; which took it, and which refused. */
async function rederiveAll(
  submission: Submission,
): Promise<{ tenders: string[]; complaints: string[]; refused: Refused[] }> {
  const refused: Refused[] = [];
  const tenders = await rederiveTenders(submission, refused);
  const complaints = await rederiveComplaints(submission, refused);
  return { tenders, complaints, refused };
}

/** Each process has a key of its own, so that a repeat of the request finds the same commands and none is taken twice. */
const keyedFor = (submission: Submission, id: string): Submission => ({
  ...submission,
  once: submission.once.part(id),
});

/** A process that cannot be derived again, e.g. a rehearsal whose clock went beyond the calendar, with why. */
interface Refused {
  readonly id: string;
  readonly code: string;
}

/** Tells whether a process took it. One that refuses keeps no other from its notice; a fault of the platform still throws. */
async function taken(id: string, refused: Refused[], give: () => Promise<unknown>): Promise<boolean> {
  try {
    await give();
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status >= 500) throw error;
    refused.push({ id, code: error.code });
    return false;
  }
}

async function rederiveTenders(submission: Submission, refused: Refused[]): Promise<string[]> {
  const em = submission.deps.store.em();
  const touched: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await listTenders(em, { live: true }, { after, limit: PAGE });
    for (const tender of page) {
      const give = () =>
        submitCommand(keyedFor(submission, tender.id), tender, { name: 'rederiveDeadlines' });
      if (await taken(tender.id, refused, give)) touched.push(tender.id);
    }
    if (page.length < PAGE) return touched;
    after = page.at(-1)!.id;
  }
}

/** A complaint may outlive its tender: those of tenders that are over are derived again as well. */
async function rederiveComplaints(submission: Submission, refused: Refused[]): Promise<string[]> {
  const em = submission.deps.store.em();
  const filter = { statuses: LIVE_COMPLAINT_STATUSES };
  const touched: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await listComplaints(em, filter, { after, limit: PAGE });
    for (const { id, tender } of page) {
      const target = { tenderId: tender.id, complaintId: id };
      const give = () =>
        submitComplaintCommand(keyedFor(submission, id), target, { name: 'rederiveComplaint' });
      if (await taken(id, refused, give)) touched.push(id);
    }
    if (page.length < PAGE) return touched;
    after = page.at(-1)!.id;
  }
}

const notices = route({
  method: 'get',
  path: '/v1/admin/holiday-notices',
  operationId: 'holidayNotices',
  tags: ['admin'],
  summary: '已录入的放假通知 · The holiday notices added',
  access: ADMINISTRATOR,
  responses: {
    200: { description: '放假通知', schema: z.strictObject({ notices: z.array(holidayNoticeSchema) }) },
  },
  handler: async ({ deps }) => ({ status: 200, body: { notices: await holidayNotices(deps.store.em()) } }),
});

export const holidayNoticeRoutes: readonly Route[] = [addNotice, notices, rederive];
