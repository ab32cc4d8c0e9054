/** A draft that was never launched can be deleted: signatures on its documents stay, and refer to it. */
export const DELETED_DRAFTS_SQL = [
  `alter table tender drop constraint tender_status_check`,
  `alter table tender add constraint tender_status_check check (status in ('draft', 'launched', 'deleted'))`,
];
