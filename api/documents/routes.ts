import type { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { DocumentRef } from '../../domain/tender/state.ts';
import { TooLargeError } from '../../runtime/storage/index.ts';
import { enterRecord, loadState, readFence, registerTaker, storeDocument } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { mediaTypeOf, tooLarge, wrongMediaType } from '../middleware/json-body.ts';
import { checkEmbedded, type EmbeddedReport } from '../pki/embedded.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { documentRefSchema, idSchema, sha256Schema, shown, text } from '../schema.ts';

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

const OWNERS = ['tenderee', 'agency', 'supervisor'] as const;
const documentExample = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  name: '招标文件.pdf',
  sizeBytes: 1_048_576,
  mediaType: 'application/pdf',
};

/** A stored document, with what was found of signatures inside a PDF. */
const storedSchema = documentRefSchema.extend({
  signatures: z
    .array(
      z.object({
        holds: z.boolean(),
        subject: z.string().nullable(),
        kept: z.boolean(),
        code: z.string().nullable(),
        zh: z.string().nullable(),
        en: z.string().nullable(),
      }),
    )
    .optional(),
});

const storeSent = route({
  method: 'post',
  path: '/v1/documents',
  operationId: 'storeDocument',
  tags: ['documents'],
  summary: '上传文件 · Store a document; its bytes are the body, streamed',
  access: OWNERS,
  write: 'own',
  request: {
    query: z.strictObject({ name: text(255) }),
    raw: { mediaTypes: ['*'], maxBytes: (deps) => deps.config.limits.documentMaxBytes },
  },
  responses: { 201: { description: '已存储', schema: storedSchema, example: documentExample } },
  handler: async ({ query, stream, deps, identity, koa }) => {
    const mediaType = mediaTypeOf(koa);
    if (stream === null || !MEDIA_TYPE.test(mediaType))
      throw wrongMediaType(['application/pdf', 'application/octet-stream']);
    return { status: 201, body: await keep(deps, identity, stream, { name: query.name, mediaType }) };
  },
});

const storeUploaded = route({
  method: 'post',
  path: '/v1/documents/uploaded',
  operationId: 'storeUploadedDocument',
  tags: ['documents'],
  summary: '以断点续传的内容存为文件 · Store a finished resumable upload as a document',
  access: OWNERS,
  write: 'own',
  request: {
    body: z.strictObject({
      uploadId: z.uuid(),
      name: text(255),
      mediaType: z.string().max(127).regex(MEDIA_TYPE),
    }),
    example: {
      uploadId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
      name: '招标文件.pdf',
      mediaType: 'application/pdf',
    },
  },
  responses: { 201: { description: '已存储', schema: storedSchema, example: documentExample } },
  handler: async ({ body, deps, identity }) => {
    const { stream } = await deps.uploads.take(identity, body.uploadId);
    const { name, mediaType } = body;
    return {
      status: 201,
      body: await keep(deps, identity, stream, { name, mediaType: mediaType.toLowerCase() }),
    };
  },
});

/** Streams bytes into the store and notes them as the party's. A repeat finds the same bytes and changes nothing. */
async function keep(
  deps: Deps,
  identity: Identity,
  stream: Readable,
  about: Pick<DocumentRef, 'name' | 'mediaType'>,
): Promise<DocumentRef & { readonly signatures?: readonly EmbeddedReport[] }> {
  const maxBytes = deps.config.limits.documentMaxBytes;
  const stored = await deps.blobs.put(stream, { maxBytes }).catch((error: unknown) => {
    throw error instanceof TooLargeError ? tooLarge(maxBytes) : error;
  });
  const signatures = await checkEmbedded(deps, identity, { ...stored, ...about });
  const document = await deps.store.transaction((tx) =>
    storeDocument(tx, identity.partyId, { ...stored, ...about }),
  );
  return signatures.length === 0 ? document : { ...document, signatures };
}

const takeDocument = route({
  method: 'get',
  path: '/v1/tenders/:id/documents/:sha256',
  operationId: 'takeDocument',
  tags: ['documents'],
  summary: '获取招标文件 · Take a tender document; who took it is registered and stays secret',
  access: ['bidder', 'tenderee', 'agency', 'supervisor'],
  recordsRefusals: true,
  request: { params: z.strictObject({ id: idSchema, sha256: sha256Schema }) },
  responses: { 200: { description: '文件内容', mediaType: 'application/octet-stream' } },
  handler: async ({ params, deps, identity, address }) => {
    const state = await loadState(deps.store.em(), params.id, false);
    const offered =
      state === null
        ? []
        : [...state.draft.documents, ...state.clarifications.flatMap((one) => one.documents)];
    const document = offered.find((one) => one.sha256 === params.sha256);
    if (state === null || document === undefined)
      throw problem(404, 'unknown-document', {
        zh: '该项目没有此文件',
        en: 'the tender has no such document',
      });
    const own = identity.uscc === state.draft.tenderee.uscc || identity.uscc === state.draft.agency?.uscc;
    await deps.store.transaction(async (tx) => {
      const fence = await readFence(tx, params.id, 'share');
      if (fence === null || (!own && fence.at < state.documentsIssuedFromAt)) {
        throw problem(409, 'window-not-open', {
          zh: `招标文件自${shown(state.documentsIssuedFromAt)}起发出`,
          en: `the documents are issued from ${shown(state.documentsIssuedFromAt)}`,
        });
      }
      if (identity.role !== 'bidder') return;
      const taker = { tenderId: params.id, partyId: identity.partyId, sha256: params.sha256, at: fence.at };
      await registerTaker(tx, taker);
      await enterRecord(tx, {
        id: uuidv7(),
        tenderId: params.id,
        event: 'documentTaken',
        confidential: true,
        at: fence.at,
        rehearsal: fence.rehearsal,
        role: identity.role,
        party: null,
        rule: 'EB-006',
        article: '电子招标投标办法第二十一条',
        documents: [params.sha256],
        data: {},
        private: { person: identity.personId, party: identity.uscc, address },
      });
    });
    return {
      status: 200,
      body: await deps.blobs.get(document.sha256),
      headers: {
        'Content-Type': document.mediaType,
        'Content-Length': String(document.sizeBytes),
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`,
        ETag: `"${document.sha256}"`,
      },
    };
  },
});

export const documentRoutes: readonly Route[] = [storeSent, storeUploaded, takeDocument];
