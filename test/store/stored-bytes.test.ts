import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UNNAMED_BYTES_SQL } from '../../store/migrations/unnamed-bytes.sql.ts';
import { isNamed, NAMING_COLUMNS } from '../../store/index.ts';
import { rows } from '../../store/store.ts';
import { exampleOpenedBids } from '../support/drafts.ts';
import { putTender } from '../support/launched.ts';
import { moment, processAt } from '../support/process.ts';
import { testStore, type TestStore } from '../support/store.ts';

let database: TestStore;
beforeAll(async () => {
  database = await testStore();
});
afterAll(() => database.close());

/** Columns with a SHA-256 that names no stored bytes, each with what it is of. */
const OTHERS: Readonly<Record<string, string>> = {
  'certificate.sha256': 'a certificate, in the same row',
  'trusted_authority.sha256': 'a certificate, in the same row',
  'mandate.sha256': 'a text, in the same row',
  'record_detached.sha256': 'a part of an entry, in the same row',
  'document_taker.sha256': 'a document of the tender, which its owner stored',
  'document_taking.sha256': 'a document of the tender, which its owner stored',
  'document_signature.document_sha256': 'a document or bid that somebody stored, or an announcement',
  'document_signature.cms_sha256': 'a signature, in the same row',
  'unnamed_bytes.sha256': 'a note of bytes without a name',
};

describe('the names of stored bytes', () => {
  it('are looked for in every column that holds one', async () => {
    const found = await rows(
      database.store.em(),
      `select distinct table_name || '.' || column_name as named from information_schema.columns
       where table_schema in ('public', 'rehearsals') and column_name like '%sha256%'`,
    );
    const named = NAMING_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    // A new column is either a name, or it is said here what else it is.
    expect(found.map((one) => String(one['named'])).toSorted()).toEqual(
      [...named, ...Object.keys(OTHERS)].toSorted(),
    );
  });

  it('of files that openings kept before there were notes are taken over from the tenders', async () => {
    const { state } = processAt('evaluation');
    const plaintextSha256 = '9'.repeat(64);
    const [first, second] = exampleOpenedBids();
    const content = { sha256: '8'.repeat(64), name: 'a.tar', sizeBytes: 1, mediaType: 'a/b' };
    const evidence = { plaintextSha256 } as unknown as NonNullable<typeof first>['evidence'];
    const openedBids = [
      { ...first!, content: null, evidence },
      { ...second!, content },
    ];
    await putTender(database.store, { ...state, openedBids }, { at: moment('2026-10-10 10:00') });
    const kept = [plaintextSha256, content.sha256];
    for (const sha256 of kept) expect(await isNamed(database.store.em(), sha256)).toBe(false);
    const takeOver = UNNAMED_BYTES_SQL.find((statement) => statement.includes('insert into opened_file'))!;
    await rows(database.store.em(), takeOver);
    for (const sha256 of kept) expect(await isNamed(database.store.em(), sha256)).toBe(true);
  });
});
