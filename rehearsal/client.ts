import { randomUUID } from 'node:crypto';

/** A problem detail (RFC 9457) that the platform answered with. */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Record<string, unknown>;
  constructor(status: number, problem: Record<string, unknown>) {
    super(`${String(problem['code'] ?? status)}: ${String(problem['detail'] ?? problem['title'] ?? '')}`);
    this.status = status;
    this.problem = problem;
  }
}

type Json = Record<string, unknown>;

/** How long a write is repeated while the platform is down or overloaded. Its idempotency key stays the same. */
const PATIENCE_MS = 300_000;

/** One user of the platform's HTTP API: signs in, acts, and repeats what did not get through. */
export class PlatformUser {
  private readonly baseUrl: string;
  private token: string | null = null;
  private credentials: { login: string; password: string; uscc?: string; role?: string } | null = null;

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  async signIn(login: string, password: string, uscc?: string, role?: string): Promise<this> {
    this.credentials = { login, password, ...(uscc ? { uscc } : {}), ...(role ? { role } : {}) };
    this.token = null;
    const session = await this.send('POST', '/v1/sessions', { json: this.credentials });
    this.token = String(session['token']);
    return this;
  }

  /** Goes on in the same sign-in for a party, in a role. */
  async actFor(uscc: string, role: string): Promise<this> {
    const { token } = await this.post('/v1/sessions/switch', { uscc, role });
    this.token = String(token);
    if (this.credentials !== null) this.credentials = { ...this.credentials, uscc, role };
    return this;
  }

  /** Another user of the same sign-in: what either does next leaves the other as it is. */
  again(): PlatformUser {
    const user = new PlatformUser(this.baseUrl);
    user.token = this.token;
    user.credentials = this.credentials;
    return user;
  }

  get(path: string): Promise<Json> {
    return this.send('GET', path, {});
  }

  /** A write; a 202 is followed until the command is decided. */
  async post(path: string, json: Json = {}): Promise<Json> {
    const answer = await this.send('POST', path, { json, key: randomUUID() });
    return answer['status'] === 'received' ? this.settled(String(answer['commandId'])) : answer;
  }

  async put(path: string, json: Json, headers: Record<string, string> = {}): Promise<Json> {
    return this.send('PUT', path, { json, key: randomUUID(), headers });
  }

  /** A write whose body is bytes, e.g. a document or a sealed bid. */
  postBytes(path: string, bytes: Uint8Array, mediaType: string): Promise<Json> {
    return this.send('POST', path, { bytes, key: randomUUID(), headers: { 'content-type': mediaType } });
  }

  private async settled(commandId: string): Promise<Json> {
    const endsAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const command = await this.get(`/v1/commands/${commandId}`);
      if (command['status'] === 'accepted') return command;
      if (command['status'] === 'refused') {
        throw new ProblemError(409, (command['problem'] as Json | undefined) ?? command);
      }
      if (Date.now() > endsAt) throw new Error(`command ${commandId} is still not decided`);
      await pause(200);
    }
  }

  private async send(
    method: string,
    path: string,
    body: { json?: Json; bytes?: Uint8Array; key?: string; headers?: Record<string, string> },
  ): Promise<Json> {
    const endsAt = Date.now() + PATIENCE_MS;
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2_000)) {
      const answer = await this.attempt(method, path, body).catch((error: unknown) => ({ failed: error }));
      if (!('failed' in answer)) {
        if (answer.status < 300) return answer.body;
        if (!retryable(answer.status, answer.body)) await this.mend(answer.status, answer.body);
      }
      if (Date.now() > endsAt)
        throw 'failed' in answer ? answer.failed : new ProblemError(answer.status, answer.body);
      await pause(waitMs);
    }
  }

  /** Signs in again where the token ran out. Throws the problem where nothing can be mended. */
  private async mend(status: number, problem: Json): Promise<void> {
    if (status !== 401 || this.token === null || this.credentials === null)
      throw new ProblemError(status, problem);
    const { login, password, uscc, role } = this.credentials;
    await this.signIn(login, password, uscc, role);
  }

  private async attempt(
    method: string,
    path: string,
    {
      json,
      bytes,
      key,
      headers,
    }: { json?: Json; bytes?: Uint8Array; key?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Json }> {
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: {
        accept: 'application/json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(bytes === undefined ? {} : { body: bytes as Uint8Array<ArrayBuffer> }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : { text } };
  }
}

/** A fault of the moment: the platform restarts, is overloaded, or still works on the same request. */
function retryable(status: number, body: Json): boolean {
  return status >= 500 || status === 429 || body['code'] === 'request-in-progress';
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
