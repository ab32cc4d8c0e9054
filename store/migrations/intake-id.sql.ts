/**
 * The statement that hands an entry in inserts its private part too, whose key is the entry's id: the intake
 * need not tell the ids of its few lines apart a second time, while every writer waits for it.
 */
export const INTAKE_ID_SQL: readonly string[] = [
  `alter table record_intake drop constraint record_intake_id_key`,
];
