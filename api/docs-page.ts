import { createHash } from 'node:crypto';

const STYLE = `body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h2{margin-top:2.5rem;border-bottom:1px solid #bbb}details{margin:.5rem 0;padding:.4rem .8rem;border:1px solid #ccc;border-radius:4px}
summary{cursor:pointer}code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{overflow:auto;background:#f4f4f4;padding:.6rem}
.m{display:inline-block;min-width:4.5em;font-weight:700}`;

/** The hash under which the page's stylesheet is allowed. */
export const DOCS_STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: unknown }[];
  readonly requestBody?: { content: Record<string, { schema: unknown; example?: unknown }> };
  readonly responses: Record<string, { description?: string }>;
}

/** The OpenAPI document as a page to browse: no script, nothing loaded from elsewhere. */
export function docsPage(document: Record<string, unknown>): string {
  const { info, paths } = document as {
    info: { title: string; description: string };
    paths: Record<string, Record<string, Operation>>;
  };
  const byTag = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? '';
      byTag.set(tag, [...(byTag.get(tag) ?? []), section(method, path, operation)]);
    }
  }
  const sections = [...byTag].map(([tag, entries]) => `<h2>${escape(tag)}</h2>${entries.join('')}`).join('');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(info.title)} API</title><style>${STYLE}</style></head><body><h1>${escape(info.title)} API</h1>
<p>${escape(info.description)}</p><p><a href="/openapi.json">OpenAPI 3.1</a></p>${sections}</body></html>`;
}

function section(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters.map(
    (one) =>
      `<li><code>${escape(one.name)}</code> (${escape(one.in)}${one.required ? ', required' : ''})</li>`,
  );
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, media]) =>
      `<p><code>${escape(type)}</code></p><pre>${escape(JSON.stringify(media.example ?? media.schema, null, 2))}</pre>`,
  );
  const answers = Object.entries(operation.responses).map(
    ([status, answer]) =>
      `<li><code>${escape(status)}</code> ${escape(answer.description ?? 'problem')}</li>`,
  );
  return `<details><summary><span class="m">${escape(method.toUpperCase())}</span> <code>${escape(path)}</code> ${escape(operation.summary)}</summary>
<p>${escape(operation.description)}</p><ul>${parameters.join('')}</ul>${bodies.join('')}<ul>${answers.join('')}</ul></details>`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
