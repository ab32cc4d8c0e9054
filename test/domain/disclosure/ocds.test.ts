import { describe, expect, it } from '@jest/globals';
import {
  announcementOf,
  ocidOf,
  parseOcid,
  recordPackage,
  releaseOf,
  releasePackage,
} from '../../../domain/disclosure/index.ts';
import type { Release } from '../../../domain/disclosure/index.ts';
import { EXAMPLE_PARTIES, exampleCandidate, exampleDraft, exampleOpenedBids } from '../../support/drafts.ts';
import { agencyActor } from '../../support/drafts.ts';
import { exampleCommands } from '../../support/process.ts';
import { EVERY_LIFE, LOT, PREFIX, PUBLIC_URL, releasesOf } from './every-life.ts';
import { RELEASE_TAGS } from '../../support/ocds/codelists.ts';
import { ocdsErrors, undeclaredMembers } from '../../support/ocds/validator.ts';
import { OBJECTION_TEXT, OBJECTOR_ID, RESULT_REPLY, failedLife, fullLife, on } from './lives.ts';
import type { Step } from './lives.ts';
import {
  INVITED,
  INVITED_DRAFT,
  INVITED_REASON,
  Life,
  PREQUALIFIED,
  PROCUREMENT,
  TWO_STAGE,
  invalidated,
  madeUp,
  procured,
  replaced,
  resumedByOrder,
  terminated,
} from './procedures.ts';

const PACKAGE = {
  uri: `${PUBLIC_URL}/ocds/package.json`,
  publishedAt: on('12-01 09:00'),
  publisher: { name: '示例交易平台', uri: PUBLIC_URL },
  license: 'https://creativecommons.org/licenses/by/4.0/',
  publicationPolicy: 'https://tender.example.cn/publication-policy',
};

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The members of a compiled release that are read here. */
interface Compiled {
  readonly ocid: string;
  readonly id: string;
  readonly date: string;
  readonly tag: readonly string[];
  readonly buyer: Named;
  readonly parties: readonly (Named & { readonly roles: readonly string[] })[];
  readonly tender: {
    readonly procuringEntity: Named;
    readonly tenderers: readonly Named[];
    readonly documents: readonly { readonly format: string }[];
    readonly milestones: readonly { readonly id: string; readonly status: string }[];
    readonly amendments: readonly object[];
    readonly awardPeriod?: object;
  };
  readonly awards: readonly {
    readonly id: string;
    readonly status: string;
    readonly suppliers: readonly Named[];
    readonly documents: readonly { readonly format: string }[];
  }[];
  readonly contracts: readonly {
    readonly awardID: string;
    readonly documents: readonly { readonly format: string }[];
  }[];
}

function compiledOf(steps: readonly Step[]): Compiled {
  const releases = releasesOf(steps);
  const packaged = recordPackage(String(releases[0]?.['ocid']), releases, PACKAGE);
  const [record] = packaged['records'] as { compiledRelease: unknown }[];
  return record?.compiledRelease as Compiled;
}

describe.each(EVERY_LIFE)('OCDS at every step of %s', (_, steps) => {
  const releases = releasesOf(steps);

  it('has a valid release with declared members and a tag of the closed list', () => {
    expect(releases.length).toBeGreaterThan(1);
    for (const release of releases) {
      expect(ocdsErrors('release', release)).toStrictEqual([]);
      expect(undeclaredMembers(release)).toStrictEqual([]);
      for (const tag of release['tag'] as string[]) expect(RELEASE_TAGS).toContain(tag);
      expect(JSON.parse(JSON.stringify(release))).toStrictEqual(release);
    }
  });

  it('has valid release and record packages', () => {
    releases.forEach((_release, index) => {
      const soFar = releases.slice(0, index + 1);
      const ocid = String(soFar[0]?.['ocid']);
      expect(ocdsErrors('releasePackage', releasePackage(soFar, PACKAGE))).toStrictEqual([]);
      const record = recordPackage(ocid, soFar, PACKAGE);
      expect(ocdsErrors('recordPackage', record)).toStrictEqual([]);
      const { compiledRelease } = (record['records'] as { compiledRelease: Release }[])[0] ?? {};
      expect(undeclaredMembers(compiledRelease)).toStrictEqual([]);
    });
  });

  it('has a release exactly where it has an announcement, and at its end', () => {
    for (const { event, state } of steps) {
      if (event.name === 'tenderCompleted') continue;
      const announcement = announcementOf(event, state, { publicUrl: PUBLIC_URL, platformName: '示例' });
      const release = releaseOf(event, state, {
        ocidPrefix: PREFIX,
        publicUrl: PUBLIC_URL,
        releaseId: 'r',
        publishedAt: event.at,
      });
      expect([event.name, release === null]).toStrictEqual([event.name, announcement === null]);
    }
  });
});

describe('what releases say', () => {
  it('goes from tender over award to contract', () => {
    expect(releasesOf(fullLife()).map((release) => (release['tag'] as string[])[0])).toStrictEqual([
      'tender',
      'tenderAmendment',
      'tenderAmendment',
      'tenderUpdate',
      'tenderUpdate',
      'tenderUpdate',
      'tenderAmendment',
      'tenderUpdate',
      'tenderUpdate',
      'award',
      'tenderUpdate',
      'tenderUpdate',
      'tenderUpdate',
      'awardUpdate',
      'awardUpdate',
      'contract',
      'tenderUpdate',
    ]);
    expect(releasesOf(failedLife()).at(-1)?.['tag']).toStrictEqual(['tenderCancellation']);
  });

  it('compiles to the latest of everything, and keeps every page that was published', () => {
    const compiled = compiledOf(fullLife());
    expect(compiled.tag).toStrictEqual(['compiled']);
    expect(compiled.id).toBe(`${compiled.ocid}-${compiled.date}`);
    expect(compiled.tender).toMatchObject({
      status: 'complete',
      mainProcurementCategory: 'works',
      value: { amount: 19000000, currency: 'CNY' },
      tenderPeriod: { startDate: '2026-09-10T09:00:00.000+08:00', endDate: '2026-10-12T09:00:00.000+08:00' },
      enquiryPeriod: { endDate: '2026-10-02T00:00:00.000+08:00' },
      numberOfTenderers: 3,
    });
    expect(compiled.awards).toMatchObject([
      { status: 'active', value: { amount: 17680000 }, suppliers: [{ name: EXAMPLE_PARTIES.bidder1.name }] },
    ]);
    expect(compiled.contracts).toMatchObject([
      {
        awardID: compiled.awards[0]?.id,
        dateSigned: '2026-11-02T15:00:00.000+08:00',
        value: { amount: 17680000, currency: 'CNY' },
        period: { durationInDays: 145 },
      },
    ]);
    const pages = [
      ...compiled.tender.documents,
      ...(compiled.awards[0]?.documents ?? []),
      ...(compiled.contracts[0]?.documents ?? []),
    ];
    expect(pages.filter((document) => document.format === 'text/html')).toHaveLength(16);
    expect(compiled.tender.milestones.find(({ id }) => id === 'suspension')?.status).toBe('met');
    expect(compiled.tender.amendments).toHaveLength(4);
  });

  it('cancels the pending award when another candidate wins', () => {
    const compiled = compiledOf(fullLife({ winner: exampleCandidate(2) }));
    const found = compiled.awards.map((award) => [award.suppliers.map((one) => one.name), award.status]);
    expect(found).toStrictEqual([
      [[EXAMPLE_PARTIES.bidder1.name], 'cancelled'],
      [[EXAMPLE_PARTIES.bidder2.name], 'active'],
    ]);
    expect(compiled.contracts[0]?.awardID).toBe(compiled.awards[1]?.id);
  });

  it('cancels a lost award, and what was met and due by its notice', () => {
    const { steps } = replaced();
    const cancelled = releasesOf(steps).find(({ tag }) => (tag as string[]).includes('awardCancellation'));
    expect(cancelled?.['awards']).toMatchObject([{ id: 'tender-1-award-bid-1', status: 'cancelled' }]);
    const at = steps.findIndex(({ event }) => event.name === 'awardCancelled');
    const { milestones } = compiledOf(steps.slice(0, at + 1)).tender;
    const of = (id: string) => milestones.find((one) => one.id === id);
    expect(of('awardNoticeIssued')).toMatchObject({ status: 'scheduled' });
    expect(of('awardNoticeIssued')).not.toHaveProperty('dateMet');
    for (const rule of ['ZTB-406', 'ZTB-409']) {
      expect(of(`deadline-${rule}`)).toMatchObject({ status: 'notMet' });
      expect(of(`deadline-${rule}`)).not.toHaveProperty('dueDate');
    }
    const compiled = compiledOf(steps);
    expect(compiled.awards.map(({ id, status }) => [id, status])).toStrictEqual([
      ['tender-1-award-bid-1', 'cancelled'],
      ['tender-1-award-bid-2', 'active'],
    ]);
    expect(compiled.awards[0]?.documents.filter(({ format }) => format === 'text/html')).toHaveLength(2);
    expect(compiled.contracts[0]?.awardID).toBe('tender-1-award-bid-2');
    expect(compiled.tender.milestones.find(({ id }) => id === 'deadline-ZTB-406')).toMatchObject({
      status: 'scheduled',
      dueDate: expect.any(String),
    });
  });

  it('takes the end of the award period back with a lost award', () => {
    const { steps } = replaced();
    const at = steps.findIndex(({ event }) => event.name === 'awardCancelled');
    const periodAfter = (count: number) => compiledOf(steps.slice(0, count)).tender.awardPeriod;
    expect(periodAfter(at)).toHaveProperty('endDate');
    expect(periodAfter(at + 1)).not.toHaveProperty('endDate');
    expect(periodAfter(steps.length)).toHaveProperty('endDate');
  });

  it.each([
    ['a whole life', fullLife],
    ['a failed one', failedLife],
    [
      'one whose winner fell away',
      () => replaced().give(exampleCommands.writeReport(), agencyActor, '11-14 10:00').steps,
    ],
  ])('leaves nothing awaited at the end of %s', (_, life) => {
    const steps = life();
    const end = steps.findIndex(({ state }) => state.outcome !== null);
    expect(compiledOf(steps.slice(0, end)).tender.milestones.map(({ status }) => status)).toContain(
      'scheduled',
    );
    const { milestones } = compiledOf(steps).tender;
    expect(milestones.filter(({ status }) => status === 'scheduled')).toEqual([]);
  });

  it('says what is bought, and under which terms the data may be used', () => {
    const releases = releasesOf(fullLife());
    const packaged = recordPackage(String(releases[0]?.['ocid']), releases, PACKAGE);
    expect(packaged).toMatchObject({
      license: PACKAGE.license,
      publicationPolicy: PACKAGE.publicationPolicy,
    });
    expect(releases[0]).toMatchObject({
      planning: { budget: { description: expect.any(String) } },
      tender: {
        items: [
          { id: '1', description: expect.any(String), classification: { scheme: 'x_openseal-industry' } },
        ],
      },
    });
  });

  it('refers only to parties it lists, each with its roles', () => {
    const compiled = compiledOf(fullLife());
    const roles = Object.fromEntries(compiled.parties.map((party) => [party.name, party.roles]));
    expect(roles).toStrictEqual({
      [EXAMPLE_PARTIES.tenderee.name]: ['buyer'],
      [EXAMPLE_PARTIES.agency.name]: ['procuringEntity'],
      [EXAMPLE_PARTIES.bidder1.name]: ['tenderer', 'supplier'],
      [EXAMPLE_PARTIES.bidder2.name]: ['tenderer'],
      [EXAMPLE_PARTIES.bidder3.name]: ['tenderer'],
    });
    const ids = compiled.parties.map((party) => party.id);
    const { buyer, tender, awards } = compiled;
    const references = [buyer, tender.procuringEntity, ...tender.tenderers, ...(awards[0]?.suppliers ?? [])];
    for (const reference of references) expect(ids).toContain(reference.id);
  });

  it('names no bidder before the opening, and never an objector or a reply about the result', () => {
    const steps = fullLife();
    const opening = steps.findIndex(({ event }) => event.name === 'bidsOpened');
    const before = JSON.stringify(releasesOf(steps.slice(0, opening)));
    for (const bid of exampleOpenedBids()) {
      expect(before).not.toContain(bid.name);
      expect(before).not.toContain(bid.uscc);
    }
    expect(JSON.stringify(releasesOf(failedLife()))).not.toContain(EXAMPLE_PARTIES.bidder1.name);
    const all = JSON.stringify(releasesOf(steps));
    for (const secret of [OBJECTOR_ID, OBJECTION_TEXT, RESULT_REPLY, '张示例', '赵示例'])
      expect(all).not.toContain(secret);
  });

  it('marks a rehearsal in its id and its titles', () => {
    for (const release of releasesOf(fullLife({ rehearsal: true }))) {
      expect(release['ocid']).toBe('ocds-abc123-rehearsal-tender-1');
      expect((release['tender'] as { title: string }).title).toMatch(/^\[演练\] /);
      expect((release['tender'] as { description: string }).description).toMatch(/^演练，非真实招标/);
    }
  });
});

describe('the procedure in OCDS', () => {
  const first = (life: Life): Release => releasesOf(life.steps)[0]!;
  const last = (life: Life): Release => releasesOf(life.steps).at(-1)!;
  const tenderOf = (release: Release) => release['tender'] as Record<string, unknown>;

  it.each([
    ['open', '公开招标（资格后审）', exampleDraft()],
    ['selective', '公开招标（资格预审）', PREQUALIFIED],
    ['open', '公开招标（两阶段）', TWO_STAGE],
    ['limited', '邀请招标', INVITED_DRAFT],
    ['open', '政府采购公开招标', PROCUREMENT],
    ['open', '政府采购竞争性磋商', { ...PROCUREMENT, method: 'consultation' as const }],
    ['limited', '政府采购竞争性谈判', { ...PROCUREMENT, method: 'negotiation' as const, invitees: INVITED }],
    [
      'direct',
      '政府采购单一来源采购',
      { ...PROCUREMENT, method: 'single-source' as const, invitees: INVITED.slice(0, 1) },
    ],
  ])('is %s for %s', (procurementMethod, procurementMethodDetails, draft) => {
    expect(tenderOf(first(new Life(draft)))).toMatchObject({ procurementMethod, procurementMethodDetails });
  });

  it('gives the reason of an invited tender, but neither whom it invites nor its documents', () => {
    const tender = tenderOf(first(new Life(INVITED_DRAFT)));
    expect(tender['procurementMethodRationale']).toBe(
      INVITED_REASON.replace(EXAMPLE_PARTIES.bidder2.name, '（依法保密的单位）'),
    );
    expect(
      (tender['documents'] as { documentType: string }[]).map(({ documentType }) => documentType),
    ).toStrictEqual(['tenderNotice']);
  });

  it('relates a lot to its project, and a tender held anew to the one that came to nothing', () => {
    expect(first(procured(LOT))['relatedProcesses']).toStrictEqual([
      {
        id: 'prior',
        relationship: ['unsuccessfulProcess'],
        scheme: 'ocid',
        identifier: 'ocds-abc123-tender-0',
        uri: 'https://tender.example.cn/ocds/records/ocds-abc123-tender-0.json',
      },
      { id: 'project', relationship: ['parent'], scheme: 'CN-project-code', identifier: 'OS-GP-2026-P' },
    ]);
    expect(tenderOf(first(procured(LOT)))['description']).toBe(
      '采购包2（实验设备）。教学设备一批的供货、安装与调试。',
    );
    expect(first(new Life(exampleDraft()))).not.toHaveProperty('relatedProcesses');
  });

  it('cancels what is given up or void, with the award that was released', () => {
    expect(last(terminated(INVITED_DRAFT))).toMatchObject({
      tag: ['tenderCancellation'],
      tender: { status: 'cancelled' },
    });
    expect(last(invalidated())).toMatchObject({
      tag: ['tenderCancellation', 'awardCancellation'],
      tender: { status: 'cancelled' },
      awards: [{ status: 'cancelled' }],
    });
  });

  it('releases the award of a procurement with its result, and the documents with it', () => {
    const releases = releasesOf(procured().steps);
    expect(releases.map((release) => release['tag'])).toStrictEqual([
      ['tender'],
      ['tenderUpdate'],
      ['award'],
      ['contract'],
      ['tenderUpdate'],
    ]);
  });

  it('amends the deadline for downtime', () => {
    expect(tenderOf(last(madeUp()))['amendments']).toMatchObject([
      {
        rationale: '截止前平台发生故障不能访问',
        description: '投标截止时间由2026年9月30日09:00（北京时间）变更为2026年10月8日09:00（北京时间）',
      },
    ]);
  });

  it('says whose order suspends the process, until it goes on', () => {
    const milestone = (release: Release | undefined) =>
      (
        tenderOf(release!)['milestones'] as { id: string; title: string; code?: string; status: string }[]
      ).find(({ id }) => id === 'suspension');
    const releases = releasesOf(resumedByOrder(exampleDraft()).steps);
    expect(milestone(releases[1])).toMatchObject({
      title: '招标投标活动暂停，行政监督部门责令',
      code: 'CMP-008',
      status: 'scheduled',
    });
    expect(milestone(releases[2])).toMatchObject({ title: '招标投标活动恢复', status: 'met' });
  });
});

describe('ocids and packages', () => {
  it('read back what they were made of', () => {
    expect(parseOcid(PREFIX, ocidOf(PREFIX, 't-1', false))).toStrictEqual({
      tenderId: 't-1',
      rehearsal: false,
    });
    expect(parseOcid(PREFIX, ocidOf(PREFIX, 't-1', true))).toStrictEqual({
      tenderId: 't-1',
      rehearsal: true,
    });
    expect(parseOcid(PREFIX, 'ocds-other-t-1')).toBeNull();
    expect(parseOcid(PREFIX, `${PREFIX}-`)).toBeNull();
  });

  it('refuse a record without releases or with those of another process', () => {
    expect(() => recordPackage('ocds-abc123-x', [], PACKAGE)).toThrow(RangeError);
    expect(() => recordPackage('ocds-abc123-x', releasesOf(fullLife()), PACKAGE)).toThrow(RangeError);
  });

  it('put releases in the order of their dates', () => {
    const releases = releasesOf(fullLife());
    const sorted = releasePackage(releases.toReversed(), PACKAGE)['releases'];
    expect(sorted).toStrictEqual(releases);
  });
});
