import { MS_PER_DAY, isoShanghai } from '../../domain/time/instant.ts';
import type { PlatformUser } from '../../rehearsal/client.ts';
import { storePaper } from '../../rehearsal/papers.ts';
import { clockOf, of, type Scene, type Stage } from '../../rehearsal/scene.ts';
import { complaintBody, CORRECTION, DECISION, EXCLUDED, type Complaints, type Json } from './complaints.ts';
import type { Given, Givens } from './narrowed.ts';
import { contractOf, conclusionOf, draftBody, reportOf, sealedBid, type Tenders } from './tenders.ts';
import type { Uploads } from './uploads.ts';

/** What was brought about on a platform, from which the values are taken. */
export interface Ground {
  readonly stage: Stage;
  readonly tenders: Tenders;
  readonly complaints: Complaints;
  readonly supervisor: PlatformUser;
  readonly uploads: Uploads;
}

const id = (value: string, more: Given['values'] = {}): Given => ({ values: { id: [value], ...more } });
const at = ({ tenderId }: Scene, body?: unknown, more: Given['values'] = {}): Given => ({
  ...id(tenderId, more),
  ...(body === undefined ? {} : { body }),
});

/** Steps of a tender, each in one that waits for it. */
export async function tenderGivens({ tenders }: Ground): Promise<Givens> {
  const { talking, bids, keys, judged, reported, evaluated, awarded, cancelled, signed } = tenders;
  const { applying, applied, asked, ending } = tenders;
  const [bidder] = talking.scene.bidders;
  const objected = async (): Promise<string> => {
    const { objectionId } = await bidder!.user.post(of(talking.scene, '/objections'), {
      subject: 'documents',
      text: '业绩要求偏高，请说明依据。',
    });
    return String(objectionId);
  };
  const [objectionId, duty] = [await objected(), `reply:${await objected()}`];
  const { questionId } = await bidder!.user.post(of(asked.scene, '/questions'), { text: '是否需要演示？' });
  const paper = await storePaper(bidder!.user, '申请文件', '申请文件（演练）');
  const urging = await storePaper(cancelled.scene.owner, '催告函', '催告函（演练）');
  const talkedAt = await clockOf(talking.scene);
  return {
    issueClarification: at(talking.scene, {
      kind: 'clarification',
      affectsBids: false,
      title: '澄清一',
      text: '进水水质按附表一执行。',
      documents: [],
      newBidDeadlineAt: null,
    }),
    fileObjection: at(talking.scene),
    replyObjection: at(talking.scene, undefined, { objectionId: [objectionId] }),
    remindDuty: at(talking.scene, undefined, { dutyId: [duty] }),
    extendDuty: at(
      talking.scene,
      { toAt: isoShanghai(talkedAt + 10 * MS_PER_DAY), reason: '网络中断，答复顺延。' },
      { dutyId: [duty] },
    ),
    escalateDuty: at(talking.scene, undefined, { dutyId: [duty] }),
    askQuestion: at(asked.scene),
    listQuestions: at(asked.scene),
    answerQuestion: at(asked.scene, undefined, { questionId: [String(questionId)] }),
    submitEvaluationReport: at(evaluated.scene, reportOf(evaluated)),
    publishCandidates: at(reported.scene),
    issueAwardNotice: at(judged.scene, { bidId: judged.ranked[0]!.bidId, reason: null, documents: [] }),
    cancelAward: at(cancelled.scene, {
      ground: 'will-not-sign',
      reason: '经书面催告，中标人仍拒绝订立合同（示例）。',
      documents: [urging.sha256],
    }),
    signContract: at(awarded.scene, await contractOf(awarded)),
    returnBidSecurity: at(signed.scene),
    submitWrittenReport: at(signed.scene),
    terminateTender: at(ending.scene),
    submitApplication: at(applying.scene, { documents: [paper.sha256] }),
    myApplication: at(applied.scene),
    closedApplications: at(applied.scene),
    concludeFirstStage: at(applied.scene, await conclusionOf(applied)),
    handInKey: at(keys.scene, { identity: keys.key }),
    sharesWanted: at(keys.scene),
    signInAtOpening: at(keys.scene),
    confirmOpening: at(tenders.confirmed.scene),
    withdrawBid: at(bids.scene),
    moveClock: at(tenders.complained.scene, { to: '2026-09-16T10:00:00+08:00' }),
    simulateOutage: at(bids.scene),
    rederiveDeadlines: at(talking.scene),
  };
}

/** Drafts: one to look at, one to launch, one to drop. */
export async function draftGivens({ tenders, uploads }: Ground): Promise<Givens> {
  const { scene } = tenders.over;
  const drafted = async (): Promise<{ id: string; draft: Json; etag: string }> => {
    const body = draftBody(scene);
    const { tenderId } = await scene.owner.post('/v1/tenders', body);
    const etag = await uploads.etagOf(`/v1/drafts/${String(tenderId)}`);
    return { id: String(tenderId), draft: body['draft'] as Json, etag };
  };
  const [kept, launched, dropped] = [await drafted(), await drafted(), await drafted()];
  return {
    createDraft: { body: draftBody(scene) },
    replaceDraft: { ...id(kept.id, { 'If-Match': [kept.etag] }), body: { draft: kept.draft } },
    readDraft: id(kept.id),
    checkDraft: id(kept.id),
    launchTender: id(launched.id),
    deleteDraft: id(dropped.id, { 'If-Match': [dropped.etag] }),
  };
}

/** What is read of tenders, of the record and of the logs. */
export async function readGivens({ tenders, stage }: Ground): Promise<Givens> {
  const { scene } = tenders.over;
  const reader = scene.owner;
  const { announcements } = (await reader.get(`/v1/announcements?tenderId=${scene.tenderId}`)) as {
    announcements: { id: string }[];
  };
  const { receipts } = (await scene.bidders[0]!.user.get(of(scene, '/bids/mine'))) as {
    receipts: { receipt: { receiptId: string } }[];
  };
  const { authorities } = (await reader.get('/v1/authorities')) as { authorities: Json[] };
  const { notices } = (await scene.bidders[0]!.user.get('/v1/me/notices')) as { notices: { id: string }[] };
  const receiptIds = receipts.map(({ receipt }) => receipt.receiptId);
  const announcementId = announcements[0]!.id;
  const document = { sha256: [scene.document] };
  const ofOver = Object.fromEntries(
    OF_A_TENDER.map((operationId) => [operationId, at(scene, undefined, document)]),
  );
  return {
    ...ofOver,
    ...(await logGivens(stage.baseUrl, 'record', '/log')),
    ...(await logGivens(stage.baseUrl, 'rehearsals', '/rehearsals/log')),
    receiptTimestamp: at(scene, undefined, { receiptId: receiptIds }),
    receiptProof: at(scene, undefined, { receiptId: receiptIds }),
    readNotices: { body: { notices: notices.map((one) => one.id) } },
    supervisedComplaints: { values: { tenderId: [scene.tenderId] } },
    readAnnouncement: id(announcementId),
    readRelease: { values: { file: [`${announcementId}.json`] } },
    readOcdsRecord: { values: { file: [`ocds-openseal-rehearsal-${scene.tenderId}.json`] } },
    readAuthority: id(String(authorities[0]!['authorityId'] ?? authorities[0]!['id'])),
  };
}

const OF_A_TENDER = [
  ...['readTender', 'readDeadlines', 'openingRecord', 'takeDocument', 'readablePapers', 'tenderSignatures'],
  ...['documentSignatures', 'closedBids', 'myBids', 'ownInstructions', 'inspectTender', 'superviseRecord'],
  ...['superviseSealedActs', 'exportArchive', 'readTrusteeAcceptance'],
];

async function logGivens(baseUrl: string, log: string, prefix: string): Promise<Givens> {
  const get = async (path: string): Promise<Response> => fetch(new URL(path, baseUrl));
  const size = Number((await (await get(`${prefix}/checkpoint`)).text()).split('\n')[1]);
  const { timestamps } = (await (await get(`${prefix}/timestamps`)).json()) as {
    timestamps: { size: number }[];
  };
  const { entries } = (await (await get(`/v1/record?log=${log}&limit=5`)).json()) as {
    entries: { id: string }[];
  };
  const name = (operation: string): string =>
    log === 'record' ? `log${operation}` : `rehearsalsLog${operation}`;
  return {
    [name('Tile')]: {
      values: {
        tile: [
          size < 256 ? `0/000.p/${size}` : '0/000',
          size < 256 ? `entries/000.p/${size}` : 'entries/000',
        ],
      },
    },
    [name('Proof')]: { values: { id: entries.map((entry) => entry.id) } },
    [name('Consistency')]: { values: { from: [1, size - 1] } },
    [name('CheckpointTimestamp')]: { values: { size: timestamps.map((one) => one.size).slice(0, 3) } },
  };
}

/** Steps of complaints, each in one that waits for it. */
export async function complaintGivens({ tenders, complaints }: Ground): Promise<Givens> {
  const { filed, withdrawn, accepted, excluded, decided, evidence } = complaints;
  const { user } = tenders.ending.scene.bidders[0]!;
  const document = { sha256: [evidence] };
  return {
    fileComplaint: at(tenders.ending.scene, await complaintBody(user)),
    readComplaint: id(withdrawn),
    inspectComplaint: id(withdrawn),
    rederiveComplaint: id(accepted[0]),
    withdrawComplaint: id(withdrawn),
    correctComplaint: id(filed[2]),
    readComplaintDocument: id(withdrawn, document),
    requestCorrection: { ...id(filed[2]), body: CORRECTION },
    acceptComplaint: id(filed[0]),
    refuseComplaint: id(filed[1]),
    makeStatement: id(accepted[0]),
    sendCopies: id(accepted[0]),
    instructForComplaint: id(accepted[1]),
    openExcludedTime: { ...id(accepted[2]), body: EXCLUDED },
    decideComplaint: { ...id(accepted[3]), body: DECISION },
    closeExcludedTime: id(excluded.id, { excludedTimeId: [excluded.excludedTimeId] }),
    publishDecision: id(decided),
  };
}

/** Orders of the authority: one to acknowledge, one to report on, one that is done. */
export async function instructionGivens({ tenders, supervisor }: Ground): Promise<Givens> {
  const { scene } = tenders.instructed;
  const order = {
    kind: 'correct',
    basis: 'ZTB-020',
    text: '修改业绩要求。',
    dueAt: '2026-09-20T17:00:00+08:00',
  };
  const ordered = async (): Promise<string> => {
    const path = `/v1/supervision/tenders/${scene.tenderId}/instructions`;
    return String((await supervisor.post(path, order))['instructionId']);
  };
  const acknowledged = await ordered();
  const reportedOn = await ordered();
  const done = await ordered();
  for (const one of [reportedOn, done])
    await scene.owner.post(of(scene, `/instructions/${one}/acknowledgement`));
  await scene.owner.post(of(scene, `/instructions/${done}/report`), { text: '已改正。', documents: [] });
  return {
    issueInstruction: at(scene, order),
    acknowledgeInstruction: at(scene, undefined, { instructionId: [acknowledged] }),
    reportInstruction: at(scene, undefined, { instructionId: [reportedOn] }),
    closeInstruction: at(scene, undefined, { instructionId: [done] }),
  };
}

/** A bid and a document that were sent in parts, and uploads that are not whole. */
export async function uploadGivens({ tenders, uploads }: Ground): Promise<Givens> {
  const { bytes } = await sealedBid(tenders.bids.scene);
  const sealed = await uploads.whole(bytes);
  const plain = await uploads.whole(new TextEncoder().encode('附件（演练）'));
  const TUS = { 'Tus-Resumable': ['1.0.0'] };
  const begun = async (more: Given['values'] = {}): Promise<Given> => ({
    values: { uploadId: [await uploads.begin(12)], ...TUS, ...more },
  });
  return {
    submitBid: at(tenders.bids.scene, { uploadId: sealed.uploadId, sha256: sealed.sha256 }),
    storeUploadedDocument: {
      body: { uploadId: plain.uploadId, name: '附件.txt', mediaType: 'text/plain' },
    },
    createUpload: { values: { ...TUS, 'Upload-Length': ['12'] } },
    uploadOffset: await begun(),
    uploadAbilitiesOfOne: await begun(),
    continueUpload: await begun({ 'Upload-Offset': ['0'] }),
    continueUploadByPost: await begun({ 'Upload-Offset': ['0'], 'X-HTTP-Method-Override': ['PATCH'] }),
    dropUpload: await begun(),
  };
}
