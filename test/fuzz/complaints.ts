import { exampleUscc } from '../../rehearsal/cast.ts';
import type { PlatformUser } from '../../rehearsal/client.ts';
import { storePaper } from '../../rehearsal/papers.ts';
import { of, type Scene } from '../../rehearsal/scene.ts';
import type { Tenders } from './tenders.ts';

const AUTHORITY = exampleUscc('唐山市示例行政监督部门');
export type Json = Record<string, unknown>;

/** Complaints in all states, one for each step that is to be taken in one; each an id. */
export interface Complaints {
  /** Filed, and neither read nor answered. */
  readonly filed: readonly [string, string, string];
  readonly withdrawn: string;
  /** Accepted, for a step each. */
  readonly accepted: readonly [string, string, string, string];
  /** Accepted, while its time does not run. */
  readonly excluded: { readonly id: string; readonly excludedTimeId: string };
  readonly decided: string;
  /** A document of the first complaint that was filed. */
  readonly evidence: string;
}

/** What a bidder complains of, as the route takes it. */
export async function complaintBody(user: PlatformUser): Promise<Json> {
  return {
    subject: 'other',
    objectionId: null,
    knownAt: '2026-09-14T09:00:00+08:00',
    authorities: [AUTHORITY],
    points: [{ text: '招标人与潜在投标人串通。', from: 'new' }],
    request: '责令重新招标。',
    evidence: [(await storePaper(user, '录音说明', '录音说明（示例）')).sha256],
  };
}

/** The decision of an authority, as its route takes it. */
export const DECISION = { outcome: 'unfounded', remedy: null, reasons: '经查，投诉不成立。', documents: [] };

/** Files complaints of all bidders in four tenders and brings each to its state. */
export async function filedComplaints(tenders: Tenders, supervisor: PlatformUser): Promise<Complaints> {
  let evidence = '';
  const filed = async (scene: Scene, bidder: number): Promise<string> => {
    const { user } = scene.bidders[bidder]!;
    const body = await complaintBody(user);
    evidence ||= (body['evidence'] as string[])[0]!;
    const { complaintId } = await user.post(of(scene, '/complaints'), body);
    return String(complaintId);
  };
  const by = (id: string, rest: string): string => `/v1/supervision/complaints/${id}${rest}`;
  const accepted = async (scene: Scene, bidder: number): Promise<string> => {
    const id = await filed(scene, bidder);
    await supervisor.post(by(id, '/acceptance'));
    return id;
  };
  const [one, two, three] = [tenders.talking.scene, tenders.complained.scene, tenders.instructed.scene];
  const excluded = await accepted(two, 1);
  const { excludedTimeId } = await supervisor.post(by(excluded, '/excluded-time'), EXCLUDED);
  const decided = await accepted(two, 2);
  await supervisor.post(by(decided, '/decision'), DECISION);
  return {
    withdrawn: await filed(two, 0),
    filed: [await filed(one, 1), await filed(one, 2), await filed(three, 0)],
    accepted: [
      await accepted(three, 1),
      await accepted(three, 2),
      await accepted(tenders.entrusted.scene, 1),
      await accepted(tenders.ending.scene, 1),
    ],
    excluded: { id: excluded, excludedTimeId: String(excludedTimeId) },
    decided,
    evidence,
  };
}

export const CORRECTION = { text: '请补充被投诉人的名称和联系方式。', dueAt: '2026-09-18T18:00:00+08:00' };
export const EXCLUDED = { kind: 'appraisal', text: '委托鉴定机构对证明材料进行鉴定。' };
