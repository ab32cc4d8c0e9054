/** Commands whose decision threw: each waits for the administrator. */
export const SET_ASIDE = `
  select 'set-aside', c.id::text, c.set_aside_at, c.tender_id,
    jsonb_build_object('name', c.name, 'fault', c.fault, 'receivedAt', c.received_at, 'timesSetAside', c.times_set_aside)
  from command c where c.status = 'set-aside'`;

/** Steps of the clock that throw, which are tried until they are taken. */
export const FAILING_STEPS = `
  select 'step', s.subject || '/' || s.step, s.first_failed_at, s.tender_id,
    jsonb_build_object('step', s.step, 'dueAt', s.due_at, 'fault', s.fault, 'attempts', s.attempts, 'lastError', s.fault,
      'lastTriedAt', s.last_failed_at, 'complaintId', nullif(s.subject, s.tender_id))
  from failing_step s`;
