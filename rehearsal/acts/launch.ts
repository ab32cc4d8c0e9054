import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { castOf, enter } from '../cast.ts';
import { draftOf } from '../draft.ts';
import type { Notice } from '../notice.ts';
import { storePaper } from '../papers.ts';
import { advance, HOUR_MS, of, type Scene, type Stage } from '../scene.ts';

/** Everybody enters, the tenderee drafts and launches, and the time comes at which the first documents are issued. */
export async function launch(notice: Notice, stage: Stage): Promise<Scene> {
  const cast = castOf(notice);
  const tenderee = await enter(stage, cast.tenderee);
  const owner = cast.agency === null ? tenderee : await enter(stage, cast.agency);
  const parties = notice.method === 'single-source' ? cast.bidders.slice(0, 1) : cast.bidders;
  const bidders = [];
  for (const party of parties) bidders.push({ party, user: await enter(stage, party) });
  const ownParty = cast.agency ?? cast.tenderee;
  const store = (name: string) => storePaper(owner, name, `${notice.title}\n${name}（演练）\n`);
  const stored = await store('招标文件');
  const first = notice.firstStage === null ? null : await store('第一阶段文件');
  const issuedFromAt = parseInstant(notice.firstStage?.issuedFrom ?? notice.documentsIssuedFrom);
  const created = await owner.post('/v1/tenders', {
    draft: {
      ...draftOf(notice, cast, stored.sha256, {
        firstDocument: first?.sha256 ?? null,
        invitees: parties,
        priorTenderId: stage.priorTenderId ?? null,
      }),
      ...stage.draft,
    },
    rehearsal: { startsAt: isoShanghai(issuedFromAt - HOUR_MS) },
  });
  const tenderId = String(created['tenderId']);
  stage.onTender?.(tenderId);
  for (const paper of first === null ? [stored] : [first, stored])
    await stage.sign?.(tenderId, { party: ownParty, user: owner }, 'documents', paper);
  await owner.post(`/v1/tenders/${tenderId}/launch`);
  const scene: Scene = {
    stage,
    notice,
    tenderId,
    owner,
    ownParty,
    tenderee: { party: cast.tenderee, user: tenderee },
    bidders,
    document: stored.sha256,
  };
  await advance(scene, issuedFromAt);
  if (first === null) await takeDocuments(scene);
  else for (const { user } of bidders) await user.get(of(scene, `/documents/${first.sha256}`));
  return scene;
}

/** Every bidder takes the tender documents. */
export async function takeDocuments(scene: Scene): Promise<void> {
  for (const { user } of scene.bidders) await user.get(of(scene, `/documents/${scene.document}`));
  await scene.stage.onStep?.(scene.tenderId);
}
