import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { ProblemError } from '../rehearsal/client.ts';
import { whoMayAct } from '../rehearsal/cast.ts';
import { assumptionsOf } from '../rehearsal/draft.ts';
import { pickNotice, readNotices, type Notice } from '../rehearsal/notice.ts';
import { withPlatform } from '../rehearsal/platform.ts';
import { rehearseAndReport } from '../rehearsal/run.ts';

const LAW_REFUSES = 2;

const program = new Command('rehearse')
  .description('Rehearses a notice on the running platform, or starts one for it.')
  .requiredOption('--notice <file>', 'JSON file with one notice or several')
  .option('--id <id>', 'which notice of the file')
  .option('--open', 'stop where bids are taken, and say who may sign in')
  .option('--json', 'print one JSON object on stdout, and nothing else there')
  .parse();
const options = program.opts<{ notice: string; id?: string; open?: boolean; json?: boolean }>();

let notice: Notice;
try {
  notice = pickNotice(readNotices(await readFile(options.notice, 'utf8')), options.id);
} catch (error) {
  console.error(`${options.notice}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
const say = (line: string): void => {
  if (options.json) process.stderr.write(`${line}\n`);
  else process.stdout.write(`${line}\n`);
};
for (const assumption of assumptionsOf(notice)) say(`assumed: ${assumption}`);
try {
  const play = { staysOpen: options.open === true };
  const summary = await withPlatform(say, (platform) => rehearseAndReport(notice, platform, say, play));
  if (play.staysOpen && summary.outcome === null && summary.tenderId !== null)
    for (const line of whoMayAct(notice, summary.tenderId)) say(line);
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.exitCode = summary.refused === undefined ? 0 : LAW_REFUSES;
} catch (error) {
  if (error instanceof ProblemError) console.error(`the platform refuses: ${error.message}`);
  else console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
