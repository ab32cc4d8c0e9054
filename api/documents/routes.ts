import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { DocumentRef } from '../../domain/case/references.ts';
import { TooLargeError } from '../../runtime/storage/index.ts';
import { noteBytes, QuotaReachedError, removeRefused, storeDocument } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { formed } from '../forms.ts';
import { mediaTypeOf, tooLarge, wrongMediaType } from '../middleware/json-body.ts';
import type { Once } from '../once.ts';
import { checkEmbedded } from '../pki/embedded.ts';
import { route, type Route } from '../route.ts';
import { idSchema, text } from '../schema.ts';
import { paperSchema } from '../shown/parties.ts';
import type { FinishedUpload } from '../uploads/tus.ts';
import { assertRoom, quotaReached } from './room.ts';
import { paperRoutes } from './take.ts';

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** Bidders store what they apply with (their bids go another way, sealed), administrators what proves a party. */
const OWNERS = ['tenderee', 'agency', 'bidder', 'supervisor', 'administrator'] as const;
const documentExample = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  name: '招标文件.pdf',
  sizeBytes: 1_048_576,
  mediaType: 'application/pdf',
};

/** A stored document, with what was found of signatures inside a PDF. */
const storedSchema = paperSchema.extend({
  signatures: z
    .array(
      z.strictObject({
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
  write: true,
  request: {
    query: z.strictObject({ name: text(255) }),
    raw: { mediaTypes: ['*'], maxBytes: (deps) => deps.config.limits.documentMaxBytes },
  },
  responses: { 201: { description: '已存储', schema: storedSchema, example: documentExample } },
  handler: async ({ query, stream, deps, identity, koa, once }) => {
    const mediaType = mediaTypeOf(koa);
    if (stream === null || !MEDIA_TYPE.test(mediaType))
      throw wrongMediaType(['application/pdf', 'application/octet-stream']);
    const length = koa.get('Content-Length');
    return storeAs(deps, identity, {
      name: query.name,
      mediaType,
      sizeBytes: length === '' ? null : Number(length),
      read: (use) => use(stream),
      onceOf: (sha256) => once.ofFile(sha256),
      idempotencyKey: koa.get('Idempotency-Key'),
    });
  },
});

const storeUploaded = route({
  method: 'post',
  path: '/v1/documents/uploaded',
  operationId: 'storeUploadedDocument',
  tags: ['documents'],
  summary: '以断点续传的内容存为文件 · Store a finished resumable upload as a document',
  access: OWNERS,
  write: true,
  request: {
    body: z.strictObject({
      uploadId: idSchema,
      name: text(255),
      mediaType: formed(MEDIA_TYPE, '媒体类型，如 application/pdf', 'a media type, e.g. application/pdf').max(
        127,
      ),
    }),
    example: {
      uploadId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
      name: '招标文件.pdf',
      mediaType: 'application/pdf',
    },
  },
  responses: { 201: { description: '已存储', schema: storedSchema, example: documentExample } },
  refuses: [410],
  handler: async ({ body, deps, identity, once, koa }) =>
    storeAs(deps, identity, {
      name: body.name,
      mediaType: body.mediaType.toLowerCase(),
      ...(await deps.uploads.take(identity, body.uploadId)),
      onceOf: () => once,
      idempotencyKey: koa.get('Idempotency-Key'),
    }),
});

/** A document as it comes, whatever way. */
interface SentDocument extends Pick<DocumentRef, 'name' | 'mediaType'> {
  /** Null where nothing tells before its end how long it is. */
  readonly sizeBytes: number | null;
  readonly read: FinishedUpload['read'];
  /** What the key of the request is bound to, once it is known what came. */
  readonly onceOf: (sha256: string) => Once;
  readonly idempotencyKey: string;
}

/** Stores a document for a party if there is room for it, and answers. What tells no length takes the room of the largest. */
async function storeAs(deps: Deps, identity: Identity, sent: SentDocument) {
  const { name, mediaType, read, onceOf } = sent;
  await assertRoom(deps, identity, sent);
  return deps.reserve.writing(sent.sizeBytes ?? deps.config.limits.documentMaxBytes, async () => {
    const document = await read((bytes) => stored(deps, bytes, { name, mediaType }));
    return keep(deps, document, identity, onceOf(document.sha256));
  });
}

/** Streams bytes into the store. A repeat finds the same bytes and changes nothing. */
async function stored(
  deps: Deps,
  stream: Readable,
  about: Pick<DocumentRef, 'name' | 'mediaType'>,
): Promise<DocumentRef> {
  const maxBytes = deps.config.limits.documentMaxBytes;
  const note = (sha256: string): Promise<void> => noteBytes(deps.store, sha256);
  const bytes = await deps.blobs.put(stream, { maxBytes, note }).catch((error: unknown) => {
    throw error instanceof TooLargeError ? tooLarge(maxBytes) : error;
  });
  return { ...bytes, ...about };
}

/**
 * Verifies what a stored document carries of signatures and notes it as the party's. Where that fails, whatever it is, the
 * bytes go at once, or whoever sends what is not taken could still fill the disk.
 */
async function keep(deps: Deps, document: DocumentRef, identity: Identity, once: Once) {
  const { blobs, store, config, logger } = deps;
  const bounds = {
    isKept: (sha256: string) => blobs.has(sha256),
    maxBytes: config.limits.documentBytes,
  };
  try {
    const signatures = await checkEmbedded(deps, identity, document);
    return await once.inTransaction(async (tx) => {
      const noted = await storeDocument(tx, identity.partyId, document, bounds);
      return { status: 201 as const, body: signatures.length === 0 ? noted : { ...noted, signatures } };
    });
  } catch (error) {
    await removeRefused(store, document.sha256, (sha256) => blobs.remove(sha256)).catch((left: unknown) => {
      logger.warn({ reason: String(left) }, 'the bytes of a refused document are removed later');
    });
    throw error instanceof QuotaReachedError ? quotaReached(error) : error;
  }
}

export const storingRoutes: readonly Route[] = [storeSent];
export const documentRoutes: readonly Route[] = [...storingRoutes, storeUploaded, ...paperRoutes];
