/** The event of each sealed act in a batch, and the index by which acts of some events are found among whatever others there are. */
const eventsIn = (schema: 'public' | 'rehearsals'): readonly string[] => [
  `alter table ${schema}.sealed_leaf add column event text`,
  `alter table ${schema}.sealed_leaf disable trigger sealed_leaf_append_only`,
  // Refusals were entered under one name before those of grievances had their own.
  `update ${schema}.sealed_leaf leaf set event = case
      when secret.facts ->> 'event' = 'commandRefused' and secret.facts ->> 'role' = 'bidder'
        and secret.facts -> 'data' ->> 'command' in
          ('fileObjection', 'askQuestion', 'fileComplaint', 'correctComplaint', 'withdrawComplaint')
      then 'grievanceRefused' else secret.facts ->> 'event' end
    from (select entry_id, canonical::jsonb as facts from record_private) as secret
    where secret.entry_id = leaf.act_id`,
  `alter table ${schema}.sealed_leaf enable trigger sealed_leaf_append_only`,
  `create index sealed_leaf_event on ${schema}.sealed_leaf (tender_id, event, act_id)`,
  `drop index ${schema}.sealed_leaf_tender`,
];

export const SEALED_EVENTS_SQL: readonly string[] = [...eventsIn('public'), ...eventsIn('rehearsals')];
