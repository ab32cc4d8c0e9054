import { z } from 'zod';
import {
  DECISION_OUTCOMES,
  EXCLUDED_KINDS,
  REFUSAL_GROUNDS,
  REMEDIES,
} from '../../complaint/ground/state.ts';
import type { ComplaintEvent } from '../../complaint/complaint.ts';
import { entryParts, instantText, moved, warnings, type EntryParts } from './forms.ts';

const complaintId = z.string();
const duty = z.enum(['review', 'correct', 'copies', 'statement', 'decide', 'publish']);
const owner = z.enum(['supervisor', 'complainant', 'respondent']);
const duties = z.array(z.strictObject({ duty, owner, dueAt: instantText }));
const hashes = z.array(z.string());
const content = z.strictObject({
  points: z.array(z.strictObject({ text: z.string(), from: z.enum(['objection', 'reply', 'new']) })),
  request: z.string(),
  evidence: z.array(
    z.strictObject({
      sha256: z.string(),
      name: z.string(),
      sizeBytes: z.number(),
      mediaType: z.string(),
    }),
  ),
});
const begun = { complaintId, duties };
const aboutDuty = entryParts({ complaintId, duty, owner, dueAt: instantText });

/** The parts of a complaint's entries, by event. */
export const COMPLAINT_PARTS = {
  complaintFiled: entryParts(
    {
      complaintId,
      subject: z.enum(['prequalification', 'documents', 'opening', 'result', 'other']),
      authority: z.string(),
      duties,
    },
    {
      complainant: z.strictObject({ partyId: z.string(), name: z.string(), uscc: z.string() }),
      standing: z.enum(['bidder', 'applicant', 'invitee', 'document-holder', 'stated-interest']),
      interest: z.string().nullable(),
      objectionId: z.string().nullable(),
      knownAt: instantText,
      content,
    },
  ),
  complaintCorrectionRequested: entryParts({ complaintId, dueAt: instantText }, { text: z.string() }),
  complaintCorrected: entryParts(begun, { content }),
  complaintAccepted: entryParts(begun),
  complaintRefused: entryParts({ complaintId, ground: z.enum(REFUSAL_GROUNDS) }, { reason: z.string() }),
  complaintCopiesSent: entryParts(begun),
  complaintStatementMade: entryParts({ complaintId }, { text: z.string(), documents: hashes }),
  excludedTimeOpened: entryParts(
    { complaintId, excludedTimeId: z.string(), kind: z.enum([...EXCLUDED_KINDS, 'correction']) },
    { text: z.string() },
  ),
  excludedTimeClosed: entryParts({ complaintId, excludedTimeId: z.string(), decisionDueAt: instantText }),
  complaintDecided: entryParts(
    { ...begun, outcome: z.enum(DECISION_OUTCOMES), remedy: z.enum(REMEDIES).nullable() },
    { reasons: z.string(), documents: hashes },
  ),
  unfoundedComplaintsCounted: entryParts({ complaintId }, { count: z.number() }),
  complaintDecisionPublished: entryParts({ complaintId }),
  complaintWithdrawn: entryParts({ complaintId, warnings: warnings.optional() }, { reason: z.string() }),
  complaintStepTimedOut: aboutDuty,
  complaintDutyReminded: aboutDuty,
  complaintDeadlinesRederived: entryParts({
    complaintId,
    calendar: z.string(),
    moved: z.array(z.strictObject({ duty, rule: z.string(), ...moved })),
  }),
} as const satisfies Record<ComplaintEvent['name'], EntryParts>;
