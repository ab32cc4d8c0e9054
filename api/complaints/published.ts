import { z } from 'zod';
import { listComplaints, loadState } from '../../store/index.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema } from '../schema.ts';
import { complaintsAnswerSchema } from './answer-schema.ts';
import { presentComplaint } from './present.ts';

const decisions = route({
  method: 'get',
  path: '/v1/complaint-decisions',
  operationId: 'publishedDecisions',
  tags: ['public'],
  summary: '投诉处理决定 · The decisions on complaints that were published, newest first',
  access: 'public',
  request: {
    query: pageQuerySchema.extend({
      tenderId: idSchema.optional(),
      rehearsal: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: { 200: { description: '处理决定', schema: complaintsAnswerSchema } },
  handler: async ({ query, deps }) => {
    const em = deps.store.em();
    const { tenderId, rehearsal, cursor, limit } = query;
    const filter = {
      statuses: ['published'] as const,
      ...(tenderId === undefined ? {} : { tenderId }),
      ...(rehearsal === undefined ? {} : { rehearsal: rehearsal === 'true' }),
    };
    const found = await listComplaints(em, filter, { after: cursor ?? null, limit });
    const complaints = [];
    for (const one of found) {
      const tender = await loadState(em, one.tender.id, false);
      if (tender !== null) complaints.push(presentComplaint(one, tender, 'public'));
    }
    return {
      status: 200,
      body: { complaints, next: found.length === limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

export const complaintDecisionRoutes: readonly Route[] = [decisions];
