import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { castOf, enter } from '../cast.ts';
import { draftOf, invites } from '../draft.ts';
import type { Notice } from '../notice.ts';
import { advance, HOUR_MS, of, type Scene, type Stage } from '../scene.ts';

/** Everybody enters, the tenderee drafts and launches, and the time comes at which the first documents are issued. */
export async function launch(notice: Notice, stage: Stage): Promise<Scene> {
  const cast = castOf(notice);
  const tenderee = await enter(stage.baseUrl, cast.tenderee, stage.password);
  const owner = cast.agency === null ? tenderee : await enter(stage.baseUrl, cast.agency, stage.password);
  const parties = notice.method === 'single-source' ? cast.bidders.slice(0, 1) : cast.bidders;
  const bidders = [];
  for (const party of parties)
    bidders.push({ party, user: await enter(stage.baseUrl, party, stage.password) });
  const stored = (await owner.postBytes(
    `/v1/documents?name=${encodeURIComponent('招标文件.txt')}`,
    new TextEncoder().encode(`${notice.title}\n招标文件（演练）\n`),
    'text/plain; charset=utf-8',
  )) as unknown as { sha256: string; name: string };
  const issuedFromAt = parseInstant(notice.firstStage?.issuedFrom ?? notice.documentsIssuedFrom);
  const created = await owner.post('/v1/tenders', {
    draft: draftOf(notice, cast, [stored], {
      invitees: parties,
      priorTenderId: stage.priorTenderId ?? null,
    }),
    rehearsal: { startsAt: isoShanghai(issuedFromAt - HOUR_MS) },
  });
  const tenderId = String(created['tenderId']);
  stage.onTender?.(tenderId);
  await owner.post(`/v1/tenders/${tenderId}/launch`);
  const scene = { stage, notice, tenderId, owner, bidders, document: stored.sha256 };
  await advance(scene, issuedFromAt);
  if (notice.firstStage === null || invites(notice)) await takeDocuments(scene);
  return scene;
}

/** Every bidder takes the tender documents. */
export async function takeDocuments(scene: Scene): Promise<void> {
  for (const { user } of scene.bidders) await user.get(of(scene, `/documents/${scene.document}`));
  await scene.stage.onStep?.(scene.tenderId);
}
