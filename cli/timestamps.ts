import { z } from 'zod';
import {
  checkStamps,
  type AuditedLog,
  type CheckpointStamp,
  type Files,
  type Report,
} from '../domain/record/audit/index.ts';
import { treeOf } from '../domain/record/audit/leaves.ts';
import { formatCheckpoint, sha256, textOf, utf8 } from '../domain/record/log/index.ts';
import { certificatesOf } from '../runtime/timestamps/certificates.ts';
import { tokenOf } from '../runtime/timestamps/messages.ts';
import { TimestampError } from '../runtime/timestamps/refusal.ts';
import { verifyToken } from '../runtime/timestamps/token.ts';

const LIST = 'timestamps.json';
const listSchema = z.array(z.object({ size: z.int(), genTime: z.string().nullable() }));
const FILE = /^timestamps\/(\d+)\.tsr$/;

/**
 * Checks the time-stamps of an exported log. `roots` is PEM of the roots to believe, known from elsewhere; null: nothing is
 * checked, and that is said. Each token is held against the checkpoint that the entries themselves give.
 */
export function verifyTimestamps(files: Files, log: AuditedLog, roots: string | null, report: Report): void {
  const { checkpoint, signed } = log;
  const tokens = [...files].flatMap(([name, bytes]) => {
    const size = FILE.exec(name)?.[1];
    return size === undefined ? [] : [{ size: Number(size), bytes }];
  });
  if (roots === null) {
    if (tokens.length === 0 && namedIn(files).length === 0) return;
    report.remark(
      `未核验 ${tokens.length} 个检查点时间戳：请用 --tsa-roots 指定从时间戳服务机构取得的根证书`,
      `${tokens.length} time-stamps of checkpoints were not checked: name the authority's roots with --tsa-roots`,
    );
    return;
  }
  if (checkpoint === null || signed === null) return;
  const anchors = certificatesOf(roots);
  const tree = treeOf(signed);
  const stamps: CheckpointStamp[] = [];
  for (const { size, bytes } of tokens) {
    if (size > signed.length) {
      report.remark(
        `检查点 ${size} 的时间戳超出导出的记录，未核验`,
        `the time-stamp of checkpoint ${size} is beyond the log at hand and was not checked`,
      );
      continue;
    }
    const text = formatCheckpoint({ origin: checkpoint.origin, size, root: tree.root(size) });
    try {
      const expected = { digest: sha256(utf8(text)), nonce: null, anchors };
      const { genTimeAt, accuracyMs } = verifyToken(tokenOf(bytes), expected);
      stamps.push({ size, genTimeAt, accuracyMs: accuracyMs ?? 0 });
    } catch (error) {
      if (!(error instanceof TimestampError)) throw error;
      tellBad(size, error, report);
    }
  }
  nameMissing(files, new Set(tokens.map(({ size }) => size)), signed.length, report);
  checkStamps(log.entries, stamps, report);
}

function tellBad(size: number, { code, message }: TimestampError, report: Report): void {
  if (code === 'wrong-imprint')
    report.found(
      'bad-timestamp',
      null,
      `检查点 ${size} 的时间戳盖在另一记录上：前 ${size} 个条目在盖戳之后被改动，或时间戳被调换`,
      `the time-stamp of checkpoint ${size} is about another log: something among its ${size} entries was changed after it was stamped, or the stamp was exchanged`,
    );
  else
    report.found(
      'bad-timestamp',
      null,
      `检查点 ${size} 的时间戳不可信：${message}`,
      `the time-stamp of checkpoint ${size} cannot be believed: ${message}`,
    );
}

/** What the list that came with the log names as stamped, and the files lack. */
function nameMissing(files: Files, there: ReadonlySet<number>, count: number, report: Report): void {
  for (const { size, genTime } of namedIn(files)) {
    if (genTime === null || size > count || there.has(size)) continue;
    report.found(
      'timestamp-missing',
      null,
      `检查点 ${size} 的时间戳（${genTime}）缺失`,
      `the time-stamp of checkpoint ${size} (${genTime}) is missing`,
    );
  }
}

/** The list that came with the log. Throws an Error when it cannot be read. */
function namedIn(files: Files): { size: number; genTime: string | null }[] {
  const list = files.get(LIST);
  if (list === undefined) return [];
  try {
    return listSchema.parse(JSON.parse(textOf(list)));
  } catch (error) {
    throw new Error(`${LIST} cannot be read: ${String(error)}`, { cause: error });
  }
}
