/** The key that has to sign replacement and withdrawal of a bid, where its bidder named one. */
export const SIGNING_KEYS_SQL = [`alter table bid add column signing_key text`];
