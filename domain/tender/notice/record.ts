import type { MandateRef } from '../../party/mandate.ts';
import { hashesOf, parts, type RecordParts } from '../../record/parts.ts';
import { isoShanghai } from '../../time/instant.ts';
import { shownSchedule } from '../ground/schedule-text.ts';
import type { NoticePublished } from './command.ts';

/** Under which mandate the agency acts: the terms, and the hash of the text that the tenderee signed. */
function shownMandate({ fromAt, untilAt, ...terms }: MandateRef): Record<string, unknown> {
  return { ...terms, fromAt: isoShanghai(fromAt), untilAt: isoShanghai(untilAt) };
}

/** The notice: who is invited is secret until the opening, and with it how many they are; the one supplier of a single source is published. */
export function noticeParts(event: NoticePublished): RecordParts {
  const { title, projectCode, tenderee, agency, region, attributes, schedule, documents } = event.draft;
  const {
    invitees,
    firstStage,
    lot,
    prior,
    method,
    methodReason,
    sealing = null,
    mandate = null,
  } = event.draft;
  const single = method === 'single-source';
  const data = {
    title,
    projectCode,
    tenderee,
    agency,
    ...(mandate === null ? {} : { mandate: shownMandate(mandate) }),
    region,
    attributes,
    ruleset: event.ruleset,
    ...(event.draft.signatures === 'required' ? { signatures: 'required' } : {}),
    procedure: event.procedure,
    // What bidders seal to, whole: nobody puts other trustees' keys in the database unseen. Entries of before lack it.
    sealing,
    ...(event.acceptances === undefined ? {} : { acceptances: event.acceptances }),
    ...(lot === null ? {} : { lot }),
    ...(prior === null ? {} : { prior }),
    ...(single ? { suppliers: invitees } : {}),
    ...(firstStage === null
      ? {}
      : {
          firstStage: {
            issuedFromAt: isoShanghai(firstStage.issuedFromAt),
            issuedUntilAt: isoShanghai(firstStage.issuedUntilAt),
            dueAt: isoShanghai(firstStage.dueAt),
          },
        }),
    ...shownSchedule(schedule),
    // What is said of the invited counts them.
    warnings: event.warnings
      .filter(({ field }) => single || field !== 'invitees')
      .map(({ rule, zh }) => ({ rule, zh })),
  };
  const secret = { ...(single || invitees.length === 0 ? {} : { invitees }), methodReason };
  return parts(data, methodReason === null && secret.invitees === undefined ? {} : secret, [
    ...hashesOf(firstStage?.documents ?? []),
    ...hashesOf(documents),
  ]);
}
