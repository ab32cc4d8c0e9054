import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { castOf, enter } from '../cast.ts';
import type { PlatformUser } from '../client.ts';
import { draftOf } from '../draft.ts';
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
  const stored = await storeText(owner, '招标文件', notice.title);
  const first = notice.firstStage === null ? null : await storeText(owner, '第一阶段文件', notice.title);
  const issuedFromAt = parseInstant(notice.firstStage?.issuedFrom ?? notice.documentsIssuedFrom);
  const created = await owner.post('/v1/tenders', {
    draft: {
      ...draftOf(notice, cast, stored, {
        firstDocument: first,
        invitees: parties,
        priorTenderId: stage.priorTenderId ?? null,
      }),
      ...stage.draft,
    },
    rehearsal: { startsAt: isoShanghai(issuedFromAt - HOUR_MS) },
  });
  const tenderId = String(created['tenderId']);
  stage.onTender?.(tenderId);
  await owner.post(`/v1/tenders/${tenderId}/launch`);
  const scene = { stage, notice, tenderId, owner, bidders, document: stored };
  await advance(scene, issuedFromAt);
  if (first === null) await takeDocuments(scene);
  else for (const { user } of bidders) await user.get(of(scene, `/documents/${first}`));
  return scene;
}

/** Stores a short example text; gives its hash. */
export async function storeText(owner: PlatformUser, name: string, title: string): Promise<string> {
  const stored = await owner.postBytes(
    `/v1/documents?name=${encodeURIComponent(`${name}.txt`)}`,
    new TextEncoder().encode(`${title}\n${name}（演练）\n`),
    'text/plain; charset=utf-8',
  );
  return String(stored['sha256']);
}

/** Every bidder takes the tender documents. */
export async function takeDocuments(scene: Scene): Promise<void> {
  for (const { user } of scene.bidders) await user.get(of(scene, `/documents/${scene.document}`));
  await scene.stage.onStep?.(scene.tenderId);
}
