/** A claim to a party waits for a certificate of its claimant, or for the administrator; a dispute for the administrator alone. */
export const CLAIMS = `
  select 'claim', c.id::text, c.claimed_at, null::uuid,
    jsonb_build_object('claim', jsonb_build_object('uscc', c.uscc, 'name', c.name, 'kinds', to_jsonb(c.kinds), 'disputed',
      exists (select 1 from party p where p.uscc = c.uscc and p.proven_at is not null)))
  from party_claim c where c.status = 'pending'`;
