import { Command } from 'commander';
import { PAGE } from './law/page.ts';
import { explain, type ExplainOptions } from './law/explain.ts';
import { replay, type ReplayOptions } from './law/replay.ts';

/** Prints what an action gives; what went wrong is one line, and the exit code 1. */
async function print(action: () => Promise<readonly string[]>): Promise<void> {
  try {
    for (const line of await action()) console.log(line);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

const program = new Command('law').description('The rulesets, for people.');
program
  .command('coverage')
  .description(`writes ${PAGE}: every rule, where it is enforced or why not, the tests that name it`)
  .option('--check', 'writes nothing; exits 1 when the page is stale')
  // The compiler is there where the project is worked on, and not in production.
  .action(async (options: { check?: boolean }) => {
    const { coverage } = await import('./law/coverage.ts');
    await coverage(options);
  });
program
  .command('explain')
  .argument(
    '<id>',
    'a notice of the file by its id, or a tender of a running platform by its id; or a project code',
  )
  .description('prints each statutory deadline with its derivation day by day, article and calendar')
  .option('--url <url>', 'a running platform, e.g. http://127.0.0.1:8080')
  .option('--notices <file>', 'another file of notices than examples/notices.json')
  .option('--en', 'in English')
  .action((id: string, options: ExplainOptions) => print(() => explain(id, options)));
program
  .command('replay')
  .description('runs archived tenders again under another ruleset and lists what would change')
  .requiredOption('--ruleset <id|file>', 'a ruleset, or a JSON file { id, base, rules } that changes one')
  .option('--file <archive>', 'an archive as GET /v1/admin/tenders/{id}/archive gives it')
  .option('--url <url>', 'every tender of a running platform that is over')
  .option('--login <login>', 'an administrator; the password stands in OPENSEAL_ADMINISTRATOR_PASSWORD')
  .option('--uscc <code>', 'the code of the operator, for whom the administrator acts')
  .option('--save <file>', 'keeps the archive that was read')
  .option('--en', 'in English')
  .option('--json', 'one JSON list of reports')
  .action((options: ReplayOptions) => print(() => replay(options)));
await program.parseAsync();
