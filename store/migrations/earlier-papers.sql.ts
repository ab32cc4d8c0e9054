/** Papers of lost awards: the evidence that the cancellation brought, found by its instant. */
const EVIDENCE = `coalesce((select c.payload -> 'documents' from command c
  where c.tender_id = t.id and c.name = 'cancelAward' and c.status = 'accepted' and c.at = (lost.award ->> 'cancelledAt')::bigint
  order by c.seq desc limit 1), '[]'::jsonb)`;
/** And the notice that had named the winner. */
const NOTICE = `coalesce((select c.payload -> 'documents' from command c
  where c.tender_id = t.id and c.name = 'issueAwardNotice' and c.status = 'accepted' and c.at = (lost.award ->> 'noticeAt')::bigint
  order by c.seq desc limit 1), '[]'::jsonb)`;

/**
 * States of before papers were kept in them are given the papers of the commands that were accepted: written reports, and what
 * belongs to awards that were lost. So the one table says who reads them. What a state says already stays. The index
 * finds what was published of a tender.
 */
export const EARLIER_PAPERS_SQL: readonly string[] = [
  `update tender t set state = t.state || jsonb_build_object('writtenReports', coalesce((
      select jsonb_agg(jsonb_build_object('submittedAt', c.at, 'documents', coalesce(c.payload -> 'documents', '[]'::jsonb)) order by c.at, c.seq)
      from command c where c.tender_id = t.id and c.name = 'submitWrittenReport' and c.status = 'accepted'), '[]'::jsonb))
    where jsonb_typeof(t.state) = 'object' and not jsonb_exists(t.state, 'writtenReports')`,
  `update tender t set state = jsonb_set(t.state, '{cancelledAwards}', (
      select jsonb_agg(jsonb_build_object('documents', ${EVIDENCE}, 'noticeDocuments', ${NOTICE}) || lost.award order by lost.place)
      from jsonb_array_elements(t.state -> 'cancelledAwards') with ordinality as lost (award, place)))
    where jsonb_typeof(t.state -> 'cancelledAwards') = 'array' and exists (
      select 1 from jsonb_array_elements(t.state -> 'cancelledAwards') as lost where not jsonb_exists(lost, 'documents'))`,
  `create index ocds_release_tender on ocds_release (tender_id)`,
];
