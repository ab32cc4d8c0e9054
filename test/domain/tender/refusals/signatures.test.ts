import { describe, expect, it } from '@jest/globals';
import type { KnownSignature } from '../../../../domain/pki/index.ts';
import {
  admit,
  type Actor,
  type DocumentRef,
  type TenderCommand,
  type TenderState,
} from '../../../../domain/tender/index.ts';
import { courseAt } from '../../../support/course.ts';
import {
  agencyActor,
  bidderActors,
  EXAMPLE_LAUNCH_AT,
  EXAMPLE_PARTIES,
  exampleDocument,
  exampleDraft,
  tendereeActor,
} from '../../../support/drafts.ts';
import {
  exampleCommands as example,
  lawAt,
  moment,
  processAt,
  type Stage,
} from '../../../support/process.ts';
import { expectSaid } from './row.ts';

const SAID = { code: 'EB-020', article: /电子招标投标办法第四十条/ };
const DOCUMENT = exampleDocument('文件.pdf', 'e');
const required = (state: TenderState): TenderState => ({
  ...state,
  draft: { ...state.draft, signatures: 'required' },
});

/** A signature that holds, by somebody on something. */
function by(actor: Actor, kind: KnownSignature['kind'], { sha256 }: DocumentRef = DOCUMENT): KnownSignature {
  return { documentSha256: sha256, kind, uscc: actor.uscc!, role: actor.role, revokedAt: null };
}

interface Kind {
  readonly kind: KnownSignature['kind'];
  readonly stage: Stage;
  readonly at: string;
  readonly with: (documents: readonly DocumentRef[], signed?: readonly KnownSignature[]) => TenderCommand;
  /** Who signs, all of them. */
  readonly signers: readonly Actor[];
}
const [winner, loser] = bidderActors;

const KINDS: readonly Kind[] = [
  {
    kind: 'clarification',
    stage: 'documents',
    at: '2026-09-11 10:00',
    with: (documents, signed = []) => example.clarify({ documents, signed }),
    signers: [agencyActor],
  },
  {
    kind: 'evaluationReport',
    stage: 'evaluation',
    at: '2026-10-10 16:00',
    with: (documents, signed = []) => example.report({ documents, signed }),
    signers: [agencyActor],
  },
  {
    kind: 'awardNotice',
    stage: 'award',
    at: '2026-10-16 10:00',
    with: (documents, signed = []) => ({ ...example.award(), documents, signed }) as TenderCommand,
    signers: [agencyActor],
  },
  {
    kind: 'contract',
    stage: 'contract',
    at: '2026-11-02 10:00',
    with: ([document], signed = []) => example.sign({ document, signed }),
    signers: [tendereeActor, winner],
  },
  {
    kind: 'other',
    stage: 'report',
    at: '2026-11-03 10:00',
    with: (documents, signed = []) => ({ ...example.writeReport(), documents, signed }) as TenderCommand,
    signers: [tendereeActor],
  },
];

describe.each(KINDS.map((one) => [one.kind, one] as const))(
  'where signatures are required: %s',
  (_kind, one) => {
    const state = required(processAt(one.stage).state);
    const own = one.signers.map((signer) => by(signer, one.kind));
    const refusals = (command: TenderCommand) => admit(command, agencyActor, state, moment(one.at), lawAt());

    it('is admitted with the signatures of who signs it, or with those inside the PDF', () => {
      expect(refusals(one.with([DOCUMENT], own))).toEqual([]);
      const embedded = own.map((signature) => ({ ...signature, kind: 'embedded' as const }));
      expect(refusals(one.with([DOCUMENT], embedded))).toEqual([]);
    });

    it.each([
      ['nothing', []],
      ['another party', [by(loser, one.kind)]],
      ['the same party in another role', own.map((signature) => ({ ...signature, role: 'supervisor' }))],
      [
        'a signature of another document',
        own.map((signature) => ({ ...signature, documentSha256: '9'.repeat(64) })),
      ],
      [
        'a signature made as another kind',
        own.map((signature) => ({ ...signature, kind: 'notice' as const })),
      ],
      [
        'a revoked certificate',
        own.map((signature) => ({ ...signature, revokedAt: moment('2026-09-10 09:00') })),
      ],
    ] as const)('is refused with %s', (why, signed) => {
      const found = refusals(one.with([DOCUMENT], signed));
      expectSaid(found, { ...SAID, accepted: /registered certificate.*kind/ });
      expect(found).toHaveLength(one.signers.length);
      if (why === 'a revoked certificate') expect(found[0]?.en).toContain('revoked at 2026-09-10T09:00');
    });

    it('is refused when one document of several lacks its signature', () => {
      if (one.kind === 'contract') return;
      const found = refusals(one.with([DOCUMENT, exampleDocument('另一份.pdf', 'f')], own));
      expect(found.map(({ code, zh }) => [code, zh.slice(0, 9)])).toEqual([['EB-020', '《另一份.pdf》']]);
    });

    it('is refused without a document, where it says something to be signed', () => {
      if (one.kind === 'contract') return;
      expectSaid(refusals(one.with([])), { ...SAID, accepted: /Attach at least one document/ });
    });

    it('is admitted unsigned where signatures are only recorded', () => {
      const recorded = processAt(one.stage).state;
      expect(admit(one.with([DOCUMENT]), agencyActor, recorded, moment(one.at), lawAt())).toEqual([]);
    });
  },
);

describe('a contract', () => {
  it('is signed by both of its parties: the agency’s signature is not the tenderee’s', () => {
    const state = required(processAt('contract').state);
    const tried = (signed: KnownSignature[]) =>
      admit(
        example.sign({ document: DOCUMENT, signed }),
        agencyActor,
        state,
        moment('2026-11-02 10:00'),
        lawAt(),
      );
    expectSaid(tried([by(agencyActor, 'contract'), by(winner, 'contract')]), {
      ...SAID,
      accepted: new RegExp(`the tenderee \\(${EXAMPLE_PARTIES.tenderee.uscc}\\)`),
    });
    expectSaid(tried([by(tendereeActor, 'contract'), by(loser, 'contract')]), {
      ...SAID,
      accepted: new RegExp(`the bidder \\(${EXAMPLE_PARTIES.bidder1.uscc}\\)`),
    });
  });
});

describe('a launch', () => {
  const launch = (change: object, draft: object = { signatures: 'required' }): TenderCommand => ({
    name: 'launchTender',
    draft: exampleDraft(draft),
    rehearsal: false,
    ruleset: lawAt().ruleset.id,
    ...change,
  });
  const tried = (command: TenderCommand, actor = agencyActor) =>
    admit(command, actor, null, EXAMPLE_LAUNCH_AT, lawAt());

  it.each([
    ['the agency', agencyActor],
    ['the tenderee', tendereeActor],
  ])('is admitted with the signature of %s, whoever of the two launches', (_who, signer) => {
    const signed = [by(signer, 'documents', exampleDocument())];
    for (const actor of [agencyActor, tendereeActor]) expect(tried(launch({ signed }), actor)).toEqual([]);
  });

  it('is refused without, by another, and by a revoked certificate', () => {
    for (const signed of [
      undefined,
      [by(winner, 'documents', exampleDocument())],
      [{ ...by(agencyActor, 'documents', exampleDocument()), revokedAt: EXAMPLE_LAUNCH_AT }],
    ])
      expectSaid(tried(launch({ signed })), { ...SAID, accepted: /kind documents/ });
  });

  it('is refused where its draft asks less than the platform has every tender ask', () => {
    const below = launch({ signatureFloor: 'required' }, { signatures: 'recorded' });
    expectSaid(tried(below), { code: 'signatures-below-floor', article: null, accepted: /required/ });
    expect(tried(launch({ signatureFloor: 'recorded' }, { signatures: 'recorded' }))).toEqual([]);
    const signed = [by(agencyActor, 'documents', exampleDocument())];
    expect(tried(launch({ signed, signatureFloor: 'required' }))).toEqual([]);
  });
});

describe('a first stage', () => {
  const applying = courseAt('open-prequalified', 'applications');
  const refusals = (course: typeof applying, command: TenderCommand, actor: Actor) =>
    admit(command, actor, required(course.state), course.at + 3_600_000, lawAt());

  it('takes no application that its applicant has not signed', () => {
    const apply = (signed: KnownSignature[]): TenderCommand => ({
      name: 'submitApplication',
      id: 'application-x',
      documents: [DOCUMENT],
      signed,
    });
    expect(refusals(applying, apply([by(winner, 'bid')]), winner)).toEqual([]);
    for (const signed of [[], [by(loser, 'bid')]])
      expectSaid(refusals(applying, apply(signed), winner), { ...SAID, accepted: /the bidder .*kind bid/ });
  });

  it('is concluded with the report of the review, and new tender documents, only when they are signed', () => {
    const judging = courseAt('open-prequalified', 'judging');
    const { schedule, signatures: _ } = judging.state.draft;
    const report = exampleDocument('资格审查报告.pdf', '7');
    const reviewed = by(agencyActor, 'evaluationReport', report);
    const conclude = (
      documents: DocumentRef[],
      signed: KnownSignature[],
      reports: DocumentRef[] = [report],
    ): TenderCommand => ({
      name: 'concludeFirstStage',
      admitted: judging.state.firstStage!.applications.map(({ party }) => party.uscc),
      rejected: [],
      committee: [],
      documents,
      report: reports,
      schedule,
      signed,
    });
    const unsigned = (command: TenderCommand) =>
      refusals(judging, command, agencyActor).filter(({ code }) => code === 'EB-020');
    expect(unsigned(conclude([], [reviewed]))).toEqual([]);
    expect(unsigned(conclude([DOCUMENT], [reviewed, by(tendereeActor, 'documents')]))).toEqual([]);
    expectSaid(unsigned(conclude([DOCUMENT], [reviewed])), { ...SAID, accepted: /kind documents/ });
    expectSaid(unsigned(conclude([], [])), { ...SAID, accepted: /kind evaluationReport/ });
    expectSaid(unsigned(conclude([], [], [])), { ...SAID, accepted: /Attach at least one document/ });
  });
});

describe('a procurement', () => {
  it('is refused by the same article where its documents require signatures', () => {
    const course = courseAt('procurement-open', 'evaluation');
    const law = lawAt(EXAMPLE_LAUNCH_AT, 'government-procurement');
    const command = example.report({ documents: [DOCUMENT] });
    const refusals = admit(command, agencyActor, required(course.state), course.at + 3_600_000, law);
    expectSaid(refusals, { ...SAID, accepted: /kind evaluationReport/ });
  });
});
