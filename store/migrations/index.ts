import { Migration } from '@mikro-orm/migrations';
import { AUTHORITY_PROFILE_SQL } from './authority-profile.sql.ts';
import { AVAILABILITY_SQL } from './availability.sql.ts';
import { BID_SHARES_SQL } from './bid-shares.sql.ts';
import { CHECKPOINT_TIMESTAMPS_SQL } from './checkpoint-timestamps.sql.ts';
import { COMMAND_TENDER_SQL } from './command-tender.sql.ts';
import { COMPLAINT_QUEUE_SQL } from './complaint-queue.sql.ts';
import { COMPLAINTS_SQL } from './complaints.sql.ts';
import { DELETED_DRAFTS_SQL } from './deleted-drafts.sql.ts';
import { DOCUMENT_OWNER_SQL } from './document-owner.sql.ts';
import { DOCUMENT_TAKINGS_SQL } from './document-takings.sql.ts';
import { EARLIER_PAPERS_SQL } from './earlier-papers.sql.ts';
import { FAILURES_SQL } from './failures.sql.ts';
import { INITIAL_SQL } from './initial.sql.ts';
import { INTAKE_ID_SQL } from './intake-id.sql.ts';
import { INTAKE_WATCH_SQL } from './intake-watch.sql.ts';
import { MANDATES_IN_FORCE_SQL } from './mandates-in-force.sql.ts';
import { MANDATES_SQL } from './mandates.sql.ts';
import { NOTE_HOLDERS_SQL } from './note-holders.sql.ts';
import { PARTY_PROOF_SQL } from './party-proof.sql.ts';
import { PKI_SQL } from './pki.sql.ts';
import { PROVABLE_LOG_SQL } from './provable-log.sql.ts';
import { QUEUE_SQL } from './queue.sql.ts';
import { REHEARSALS_LOG_SQL } from './rehearsals-log.sql.ts';
import { SEALED_ACTS_SQL } from './sealed-acts.sql.ts';
import { SEALED_EVENTS_SQL } from './sealed-events.sql.ts';
import { SEARCHED_TENDERS_SQL } from './searched-tenders.sql.ts';
import { SET_ASIDE_SQL } from './set-aside.sql.ts';
import { SIGN_INS_SQL } from './sign-ins.sql.ts';
import { SIGNING_KEYS_SQL } from './signing-keys.sql.ts';
import { TIMESTAMPS_SQL } from './timestamps.sql.ts';
import { UNNAMED_BYTES_SQL } from './unnamed-bytes.sql.ts';
import { UPLOADS_KEPT_SQL } from './uploads-kept.sql.ts';
import { WORK_SQL } from './work.sql.ts';
import { WRITE_KEYS_SQL } from './write-keys.sql.ts';

function migration(name: string, statements: readonly string[]) {
  return {
    name,
    class: class extends Migration {
      override name = name;
      override up(): void {
        for (const statement of statements) this.addSql(statement);
      }
    },
  };
}

/** All migrations in their order; a new one is appended, an old one is never changed. */
export const migrations = [
  migration('0001-initial', INITIAL_SQL),
  migration('0002-timestamps', TIMESTAMPS_SQL),
  migration('0003-authority-profile', AUTHORITY_PROFILE_SQL),
  migration('0004-availability', AVAILABILITY_SQL),
  migration('0005-failures', FAILURES_SQL),
  migration('0006-complaints', COMPLAINTS_SQL),
  migration('0007-queue', QUEUE_SQL),
  migration('0008-provable-log', PROVABLE_LOG_SQL),
  migration('0009-pki', PKI_SQL),
  migration('0010-checkpoint-timestamps', CHECKPOINT_TIMESTAMPS_SQL),
  migration('0011-complaint-queue', COMPLAINT_QUEUE_SQL),
  migration('0012-bid-shares', BID_SHARES_SQL),
  migration('0013-command-tender', COMMAND_TENDER_SQL),
  migration('0014-intake-id', INTAKE_ID_SQL),
  migration('0016-write-keys', WRITE_KEYS_SQL),
  migration('0018-party-proof', PARTY_PROOF_SQL),
  migration('0018a-mandates', MANDATES_SQL),
  migration('0019-sign-ins', SIGN_INS_SQL),
  migration('0020-deleted-drafts', DELETED_DRAFTS_SQL),
  migration('0021-set-aside', SET_ASIDE_SQL),
  migration('0022-intake-watch', INTAKE_WATCH_SQL),
  migration('0024-rehearsals-log', REHEARSALS_LOG_SQL),
  migration('0025k-signing-keys', SIGNING_KEYS_SQL),
  migration('0025h-searched-tenders', SEARCHED_TENDERS_SQL),
  migration('0025ka-mandates-in-force', MANDATES_IN_FORCE_SQL),
  migration('0026e-sealed-acts', SEALED_ACTS_SQL),
  migration('0027-uploads-kept', UPLOADS_KEPT_SQL),
  migration('0028-unnamed-bytes', UNNAMED_BYTES_SQL),
  migration('0029-sealed-events', SEALED_EVENTS_SQL),
  migration('0028a-document-owner', DOCUMENT_OWNER_SQL),
  migration('0029a-earlier-papers', EARLIER_PAPERS_SQL),
  migration('0028b-document-takings', DOCUMENT_TAKINGS_SQL),
  migration('0030-note-holders', NOTE_HOLDERS_SQL),
  migration('0031-work', WORK_SQL),
];
