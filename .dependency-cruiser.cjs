/** Imports point one way; docs/architecture.md says why. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|sealing|workflows|activities|store|api|runtime|rehearsal|cli|bin|test|bench)/',
    pathNot: allowed.map((path) => `^${path}`),
  },
});

/** What lies in one place imports nothing of another, but for what is named. */
const between = (name, from, to, but) => ({
  name,
  severity: 'error',
  from: { path: `^${from}` },
  to: { path: `^${to}`, ...(but === undefined ? {} : { pathNot: `^${but}` }) },
});

/** The faces of the API; what two of them need lies beside them. */
const FACES = ['trading', 'complaints', 'public', 'supervision', 'admin'];

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circles-of-types',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-needs-little',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        dependencyTypes: ['npm'],
        pathNot: 'node_modules/(chinese-days|canonicalize|@noble/hashes|zod)/',
      },
    },
    only('domain-imports-itself', 'domain', ['domain/']),
    between('the-law-lies-below', 'domain/law/', 'domain/', 'domain/(law|time|text)/|^domain/refusal\\.ts$'),
    between(
      'a-chapter-imports-no-other',
      'domain/(tender|complaint)/([a-z-]+)/',
      'domain/$1/',
      'domain/$1/(ground|$2)/',
    ),
    between(
      'a-complaint-knows-of-the-tender-what-stands-in-it',
      'domain/complaint/',
      'domain/tender/',
      'domain/tender/ground/(state|parts)\\.ts$',
    ),
    between('a-tender-knows-no-complaint', 'domain/tender/', 'domain/complaint/'),
    between(
      'disclosure-knows-the-ground-and-the-case',
      'domain/(disclosure|visibility|record)/',
      'domain/tender/',
      'domain/tender/(ground/|(tender|index)\\.ts$)',
    ),
    between(
      'the-kernel-knows-no-case',
      'domain/case/',
      'domain/',
      'domain/(case|law|time)/|^domain/(refusal|record/parts|visibility/audiences|disclosure/announcement|disclosure/notices/notice)\\.ts$',
    ),
    {
      name: 'sealing-runs-in-browsers',
      severity: 'error',
      from: { path: '^sealing/', pathNot: '^sealing/node\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sealing-core-needs-no-node',
      severity: 'error',
      from: { path: '^sealing/', pathNot: '^sealing/node\\.ts$' },
      to: { path: '^sealing/node\\.ts$' },
    },
    only('sealing-knows-domain', 'sealing', ['sealing/', 'domain/seal/']),
    only('workflows-know-domain-and-activity-types', 'workflows', [
      'workflows/',
      'domain/',
      'activities/types\\.ts$',
    ]),
    only('activities-know-domain-store-runtime', 'activities', [
      'activities/',
      'domain/',
      'sealing/',
      'store/',
      'runtime/',
    ]),
    only('store-knows-domain', 'store', ['store/', 'domain/']),
    only('api-knows-no-activities', 'api', [
      'api/',
      'domain/',
      'sealing/',
      'store/',
      'runtime/',
      'workflows/messages\\.ts$',
    ]),
    between(
      'what-faces-share-knows-no-face',
      'api/(access|commands|documents|identity|pki|record|uploads|work|door|middleware|shown|system)/',
      `api/(${FACES.join('|')})/`,
    ),
    ...FACES.map((face) => {
      const others = FACES.filter((other) => other !== face);
      return between(`the-${face}-face-knows-no-other`, `api/${face}/`, `api/(${others.join('|')})/`);
    }),
    only('runtime-knows-domain-and-messages', 'runtime', ['runtime/', 'domain/', 'workflows/messages\\.ts$']),
    only('rehearsal-uses-the-api', 'rehearsal', ['rehearsal/', 'domain/', 'runtime/']),
    only('cli-needs-no-platform', 'cli', ['cli/', 'domain/', 'runtime/']),
    {
      name: 'nobody-imports-bin-or-test',
      severity: 'error',
      from: { pathNot: '^(bin|test|bench)/' },
      to: { path: '^(bin|test)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
