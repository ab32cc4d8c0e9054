import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { escapeHtml } from '../../domain/disclosure/page/escape.ts';
import { PHASES_BEFORE_OPENING } from '../../domain/procedure/index.ts';
import type { DemandProof } from '../../domain/seal/demand-proof.ts';
import { demandHash, type SealingDemand } from '../../domain/seal/index.ts';
import { listTenders } from '../../store/index.ts';
import { launchedTender } from '../access/tender-of.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import type { Waiting } from '../record/awaited-proof.ts';
import { goneSignal } from '../record/stream.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { awaitedDemandProof } from './demand-proof.ts';

export const SEAL_SCRIPT_PATH = '/seal/seal-page.js';
export const SEAL_SCRIPT = readFileSync(
  path.resolve(import.meta.dirname, '../../sealing/page/seal-page.js'),
  'utf8',
);
const INTEGRITY = `sha384-${createHash('sha384').update(SEAL_SCRIPT).digest('base64')}`;

const STYLE = `body{font:16px/1.7 system-ui,"Noto Sans CJK SC",sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h1{font-size:1.5rem}small{color:#555;display:block}label{display:block;margin:1rem 0 .2rem;font-weight:600}
input,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}textarea{font-family:ui-monospace,monospace;font-size:.85em}
button{font:inherit;margin-top:.6rem;padding:.5rem 1rem}[type=checkbox]{width:auto}#proof-report{list-style:none;padding:0;overflow-wrap:anywhere;white-space:pre-line}#status{margin-top:1rem;min-height:3.4em}.failed{color:#a40000}.done{color:#0a5c1e}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * The page loads its own script and style and connects to nothing: the browser itself keeps file and key from leaving it.
 * It comes with the script, too, for that is where a worker's policy comes from.
 */
export const SEAL_PAGE_POLICY = `default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'sha256-${STYLE_HASH}'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = route({
  method: 'get',
  path: '/seal',
  operationId: 'sealPage',
  tags: ['bids'],
  summary: '投标文件加密页面 · A page that seals a bid in the browser; nothing leaves it',
  access: 'public',
  request: { query: z.strictObject({ tender: idSchema.optional() }) },
  refuses: [404, 429],
  responses: { 200: { description: '页面', mediaType: 'text/html' } },
  handler: async ({ query, deps, address, koa }) => {
    const { tender: id } = query;
    const waiting = { waitMs: PROOF_WAIT_MS, address, signal: goneSignal(koa) };
    const body = sealPage(id === undefined ? await takingBids(deps) : await demandOf(deps, id, waiting));
    return {
      status: 200,
      body,
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': SEAL_PAGE_POLICY },
    };
  },
});

/** A notice that was published just now is in a signed checkpoint within seconds. */
const PROOF_WAIT_MS = 5_000;

/** How many tenders are offered to choose from, newest first; whoever knows another's number types it in. */
const CHOICES = 50;

interface Sealable {
  readonly id: string;
  readonly title: string;
  readonly demand: SealingDemand | null;
  /** That it is the one of the notice; null while the notice is not in a checkpoint. */
  readonly proof: DemandProof | null;
}

/** The tenders whose bids are still to come. */
async function takingBids({ store }: Deps): Promise<Choice> {
  const filter = { status: 'launched', phases: PHASES_BEFORE_OPENING, live: true } as const;
  const found = await listTenders(store.em(), filter, { after: null, limit: CHOICES });
  return { among: found.map(({ id, draft }) => ({ id, title: draft.title })) };
}

async function demandOf(deps: Deps, id: string, waiting: Waiting): Promise<Sealable> {
  const { state } = await launchedTender(deps.store.em(), id);
  const proof = await awaitedDemandProof(deps, state, waiting).catch((error: unknown) => {
    if (error instanceof ProblemError && error.status === 409) return null;
    throw error;
  });
  return { id, title: state.draft.title, demand: state.draft.sealing ?? null, proof };
}

/** No tender was named: these are there to choose from. */
interface Choice {
  readonly among: readonly { readonly id: string; readonly title: string }[];
}

const script = route({
  method: 'get',
  path: SEAL_SCRIPT_PATH,
  operationId: 'sealScript',
  tags: ['bids'],
  summary: '加密页面的脚本 · The script of that page',
  access: 'public',
  responses: { 200: { description: '脚本', mediaType: 'text/javascript' } },
  handler: () =>
    Promise.resolve({
      status: 200 as const,
      body: SEAL_SCRIPT,
      headers: {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Cache-Control': 'no-cache',
        'Content-Security-Policy': SEAL_PAGE_POLICY,
      },
    }),
});

const field = (id: string, zh: string, en: string, attributes: string): string =>
  `<label for="${id}">${zh}<small>${en}</small></label><input id="${id}" autocomplete="off" ${attributes}>`;

/** The part where a bidder makes the key that has to sign replacement and withdrawal, and signs with it. */
const REMOVAL = `<h2>替换、撤回的签名<small>Signing replacement and withdrawal</small></h2>
<p>首次递交时可以指定签名密钥（请求头 Openseal-Signing-Key），此后未经其签名，任何人（包括平台）不得替换、撤回投标文件；回执载明所指定的密钥。密钥遗失的，截止前不能再替换、撤回。
<small>With its first submission a bidder may name a signing key (header Openseal-Signing-Key). From then on nobody, the platform included, replaces or withdraws the bid without its signature; the receipt says which key. Without the key the bid stays as it is until the deadline.</small></p>
${field('signing-key', '签名公钥', 'Public half of the signing key', 'readonly')}
<button id="make-signing-key" type="button">生成签名密钥并保存 · Make a signing key and save it</button>
${field('signing-file', '签名密钥文件', 'File of the signing key', 'type="file"')}
${field('receipt', '现行投标文件的回执（平台的应答）', 'Receipt of the bid that is in now, as the platform answered', 'type="file"')}
${field('replacement', '替换的加密投标文件（撤回时不选）', 'The sealed file that comes in its place; none to withdraw', 'type="file"')}
<button id="sign-replacement" type="button">签署替换 · Sign the replacement</button>
<button id="sign-withdrawal" type="button">签署撤回 · Sign the withdrawal</button>
<label for="signature">签名（请求头 Openseal-Removal-Signature）<small>Signature, for that header</small></label><textarea id="signature" rows="2" readonly></textarea>`;

/** The page, with what is known of the tender filled in; without one it begins with those there are. */
export function sealPage(about: Sealable | Choice): string {
  const tender = 'id' in about ? about : null;
  const demand = tender?.demand ?? null;
  const shown = demand === null ? '' : JSON.stringify(demand, null, 2);
  const heading = 'id' in about ? `<p>${escapeHtml(about.title)}</p>` : choices(about);
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>投标文件加密</title><style>${STYLE}</style>
<script type="module" src="${SEAL_SCRIPT_PATH}" integrity="${INTEGRITY}"></script></head><body>
<h1>投标文件加密<small>Sealing a bid</small></h1>${heading}
<p>加密在本页面内完成，文件和密钥不会上传；加密后的文件由您自行保存并递交。
<small>Everything happens in this page. Neither file nor key is sent anywhere; you save the sealed file and submit it yourself.</small></p>
<noscript><p>本页面需要 JavaScript；也可使用命令行工具 openseal 或者 age。<small>This page needs JavaScript; the command lines openseal and age do the same.</small></p></noscript>
<div id="ready" hidden>
${field('tender', '项目编号', 'Tender', `value="${escapeHtml(tender?.id ?? '')}"`)}
<label for="demand">加密要求（招标文件规定受托人密钥份额的，由平台给出）<small>What the tender demands of the sealing, as the platform gives it</small></label>
${trusteesOf(demand)}<textarea id="demand" rows="5">${escapeHtml(shown)}</textarea>
${proofOf(tender)}
${field('uscc', '投标人统一社会信用代码', 'Unified social credit code of the bidder', 'maxlength="18"')}
${field('version', '版本（首次递交为 1，每替换一次加 1）', 'Version: 1 for the first submission, one more for each replacement', 'type="number" min="1" value="1"')}
${field('recipient', '自己的公钥', 'Own public key', '')}
<button id="make-key" type="button">生成密钥并保存密钥文件 · Make a key and save its file</button>
${field('file', '投标文件（bid.json，或者以其为首的 tar 归档）', 'The bid: bid.json, or a tar archive that begins with it', 'type="file"')}
<button id="seal" type="button">加密并保存 · Seal and save</button>
${REMOVAL}
<p id="status" role="status" aria-live="polite"></p></div></body></html>`;
}

export const sealPageRoutes: readonly Route[] = [page, script];

function choices({ among }: Choice): string {
  if (among.length === 0)
    return `<p>目前没有尚待投标的项目。<small>No tender awaits bids at present.</small></p>`;
  const items = among.map(
    ({ id, title }) => `<li><a href="/seal?tender=${escapeHtml(id)}">${escapeHtml(title)}</a></li>`,
  );
  return `<p>请选择项目，加密要求随之填入；也可在下方填写项目编号。<small>Choose a tender, and what it demands is filled in; or give its number below.</small></p><ul id="tenders">${items.join('')}</ul>`;
}

/** To whom bids are sealed in shares, and by which hash notice and receipts name it: for comparing, before one seals. */
function trusteesOf(demand: SealingDemand | null): string {
  if (demand === null || demand.trustees.length === 0) return '';
  const rows = demand.trustees.map(
    ({ id, name, uscc, recipient }) =>
      `<li>${escapeHtml(`${id} ${name} ${uscc ?? ''}`)}<small>${escapeHtml(recipient)}</small></li>`,
  );
  return `<p>受托人（任意 ${demand.threshold} 名可共同解密），请与招标文件、公告核对<small>Trustees, any ${demand.threshold} of whom open a bid together: compare them with the documents and the notice</small></p><ul id="trustees">${rows.join('')}</ul><p id="demand-sha256">加密要求的 SHA-256（与公告、记录和回执一致）<small>${demandHash(demand)}</small></p>`;
}

/** The proof that the demand is the one of the notice, and where the keys to believe go; the page's script checks it. */
function proofOf(tender: Sealable | null): string {
  const proof = tender?.proof ?? null;
  const missing =
    tender !== null && proof === null
      ? `<p>公告尚未进入记录的检查点，请数秒后重新打开本页。<small>No checkpoint of the record covers the notice yet: open this page again in some seconds.</small></p>`
      : '';
  return `<h2>与记录核对<small>Checked against the record</small></h2>
<p>加密前，本页核对加密要求与公告在业务记录中的条目是否一致；不一致的不加密。
<small>Before it seals, this page checks that the demand is the one that the notice put in the record; it seals nothing to another.</small></p>${missing}
<ul id="proof-report"></ul>
<label for="log-key">记录公钥或者信任策略，从平台以外取得的（招标文件、见证人、此前的记录）；空则用平台给出的<small>Key of the log, or a policy, known from elsewhere than the platform; empty: the platform’s own</small></label><textarea id="log-key" rows="2"></textarea>
<details><summary>记录证明 · The proof</summary><textarea id="demand-proof" rows="5">${proof === null ? '' : escapeHtml(JSON.stringify(proof))}</textarea>
<label><input id="unproven" type="checkbox"> 没有证明，不核对而加密<small>Seal without a proof, unchecked</small></label></details>`;
}
