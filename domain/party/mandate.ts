import { platformRefusal, type Refusal } from '../refusal.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';

/** How a tenderee signs a mandate. */
export const MANDATE_SIGNINGS = ['certificate', 'sign-in'] as const;
export type MandateSigning = (typeof MANDATE_SIGNINGS)[number];

/** What a tenderee lets an agency do in its name (招标投标法第十五条: within what was entrusted). */
export interface MandateTerms {
  readonly id: string;
  readonly tenderee: { readonly name: string; readonly uscc: string };
  readonly agency: { readonly name: string; readonly uscc: string };
  /** In words, e.g. 招标全过程代理. */
  readonly scope: string;
  /** The code of the one project, or of the project whose lots; null: every tender of the tenderee. */
  readonly projectCode: string | null;
  readonly fromAt: Instant;
  /** The first instant at which it no longer holds. */
  readonly untilAt: Instant;
}

/** A mandate as it stands. */
export interface Mandate extends MandateTerms {
  /** null: drawn up, and nothing is granted yet. */
  readonly signedAt: Instant | null;
  /** By the tenderee's certificate, or, where it has none, by its acting member's sign-in. */
  readonly signedBy: MandateSigning | null;
  readonly revokedAt: Instant | null;
  /** SHA-256 (hex) of the text that was signed. */
  readonly sha256: string;
}

/** A mandate as a launched tender names it. */
export interface MandateRef {
  readonly id: string;
  readonly sha256: string;
  readonly scope: string;
  readonly projectCode: string | null;
  readonly fromAt: Instant;
  readonly untilAt: Instant;
  readonly signedBy: MandateSigning;
}

/** What is asked of a mandate: whose tender an agency acts in, and by which codes the project is known. */
export interface Mandated {
  readonly tendereeUscc: string;
  readonly agencyUscc: string;
  readonly projectCodes: readonly string[];
}

/** What a tender asks of its agency's mandate; null where it has no agency. */
export function mandatedOf(draft: {
  readonly tenderee: { readonly uscc: string };
  readonly agency: { readonly uscc: string } | null;
  readonly projectCode: string;
  readonly lot: { readonly projectCode: string } | null;
}): Mandated | null {
  const { tenderee, agency, projectCode, lot } = draft;
  if (agency === null) return null;
  return {
    tendereeUscc: tenderee.uscc,
    agencyUscc: agency.uscc,
    projectCodes: lot === null ? [projectCode] : [projectCode, lot.projectCode],
  };
}

/** The text that the tenderee signs, UTF-8; lines end in LF, none after the last. The same terms give the same bytes. */
export function mandateText({
  id,
  tenderee,
  agency,
  scope,
  projectCode,
  fromAt,
  untilAt,
}: MandateTerms): string {
  return [
    'openseal mandate/1 招标代理委托书',
    `id: ${id}`,
    `tenderee: ${JSON.stringify(tenderee.name)} ${tenderee.uscc}`,
    `agency: ${JSON.stringify(agency.name)} ${agency.uscc}`,
    `scope: ${JSON.stringify(scope)}`,
    `project: ${projectCode === null ? '*' : JSON.stringify(projectCode)}`,
    `from: ${isoShanghai(fromAt)}`,
    `until: ${isoShanghai(untilAt)}`,
  ].join('\n');
}

/** The mandate under which an agency may act at an instant; null when none holds. */
export function mandateThatHolds<M extends Mandate>(
  mandates: readonly M[],
  asked: Mandated,
  at: Instant,
): M | null {
  return mandates.find((one) => reasonAgainst(one, asked, at) === null) ?? null;
}

type Reason = 'other-party' | 'unsigned' | 'other-project' | 'revoked' | 'expired' | 'not-yet';

function reasonAgainst(mandate: Mandate, asked: Mandated, at: Instant): Reason | null {
  const { tenderee, agency, projectCode, fromAt, untilAt, signedAt, revokedAt } = mandate;
  if (tenderee.uscc !== asked.tendereeUscc || agency.uscc !== asked.agencyUscc) return 'other-party';
  if (signedAt === null) return 'unsigned';
  if (projectCode !== null && !asked.projectCodes.includes(projectCode)) return 'other-project';
  if (revokedAt !== null) return 'revoked';
  if (at >= untilAt) return 'expired';
  return at < fromAt ? 'not-yet' : null;
}

/** Reasons from the one that comes nearest to a mandate that holds. */
const NEAREST: readonly Reason[] = ['revoked', 'expired', 'not-yet', 'other-project', 'unsigned'];
const SAID: Readonly<Record<Reason, readonly [code: string, zh: string, en: string]>> = {
  revoked: ['mandate-revoked', '招标人已撤销委托', 'the tenderee revoked the mandate'],
  expired: ['mandate-expired', '委托期限已届满', 'the mandate has expired'],
  'not-yet': ['mandate-not-yet', '委托期限尚未开始', 'the mandate does not hold yet'],
  'other-project': ['mandate-other-project', '委托不包括本项目', 'the mandate is for another project'],
  unsigned: ['mandate-unsigned', '招标人尚未签署委托书', 'the tenderee has not signed the mandate'],
  'other-party': ['mandate-missing', '没有招标人的委托', "there is no mandate of the tenderee's"],
};

/** Why an agency may not act in the tenderee's name at an instant; null when it may. The reason named is the nearest. */
export function refuseMandate(mandates: readonly Mandate[], asked: Mandated, at: Instant): Refusal | null {
  const reasons = mandates.map((one) => reasonAgainst(one, asked, at));
  if (reasons.includes(null)) return null;
  const [code, zh, en] = SAID[NEAREST.find((reason) => reasons.includes(reason)) ?? 'other-party'];
  return platformRefusal(
    code,
    `${zh}，招标代理机构不能以其名义办理。`,
    `${en}: the agency cannot act in its name.`,
    {
      zh: '招标人以 POST /v1/mandates 拟定、POST /v1/mandates/{id}/sign 签署在有效期内并包括本项目的委托书',
      en: 'the tenderee draws up a mandate for this project that holds now (POST /v1/mandates) and signs it (POST /v1/mandates/{id}/sign)',
    },
  );
}

/** A mandate as a launch names it. Throws a RangeError for one that is not signed. */
export function mandateRef(mandate: Mandate): MandateRef {
  const { id, sha256, scope, projectCode, fromAt, untilAt, signedBy } = mandate;
  if (signedBy === null) throw new RangeError('a mandate that is not signed grants nothing');
  return { id, sha256, scope, projectCode, fromAt, untilAt, signedBy };
}

/** For what a mandate is that holds now; without a code for all that the tenderee tenders. */
export interface HeldMandate {
  readonly tendereeUscc: string;
  readonly agencyUscc: string;
  readonly projectCode: string | null;
}

/** Whether a mandate that holds now is for what is asked. */
export function mandateCovers(mandate: HeldMandate, asked: Mandated): boolean {
  const { tendereeUscc, agencyUscc, projectCode } = mandate;
  if (tendereeUscc !== asked.tendereeUscc || agencyUscc !== asked.agencyUscc) return false;
  return projectCode === null || asked.projectCodes.includes(projectCode);
}
