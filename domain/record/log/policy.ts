import type { OpenedCheckpoint, TrustedKeys } from './checkpoint.ts';
import { COSIGNATURE_V1, ED25519, formatVerifierKey, parseVerifierKey, type VerifierKey } from './note.ts';

/** Whom to believe, and how many: C2SP tlog-policy (https://c2sp.org/tlog-policy). */

export interface PolicyWitness {
  readonly name: string;
  readonly key: VerifierKey;
  readonly url: string | null;
}

export interface PolicyLog {
  readonly key: VerifierKey;
  readonly url: string | null;
}

interface Group {
  readonly needed: number;
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: ReadonlyMap<string, Group>;
  /** The name of a witness or group, or `none`. */
  readonly quorum: string;
}

/** A policy that cannot be read; the message names the line. */
export class PolicyError extends Error {
  constructor(line: number, reason: string) {
    super(`line ${line} of the policy: ${reason}`);
    this.name = 'PolicyError';
  }
}

const NONE = 'none';

/** Reads a policy. Throws a PolicyError. */
export function parsePolicy(text: string): Policy {
  const reading = new PolicyReading();
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length === 0 || words[0]!.startsWith('#')) continue;
    reading.take(words, at + 1);
  }
  return reading.policy(lines.length);
}

class PolicyReading {
  private readonly logs: PolicyLog[] = [];
  private readonly witnesses: PolicyWitness[] = [];
  private readonly groups = new Map<string, Group>();
  private readonly names = new Set<string>();
  private readonly grouped = new Set<string>();
  private readonly publicKeys = new Set<string>();
  private quorum: string | null = null;

  take([kind = '', ...words]: readonly string[], line: number): void {
    if (kind === 'log' && (words.length === 1 || words.length === 2)) {
      this.logs.push({ key: this.key(words[0]!, ED25519, line), url: words[1] ?? null });
    } else if (kind === 'witness' && (words.length === 2 || words.length === 3)) {
      this.define(words[0]!, line);
      this.witnesses.push({
        name: words[0]!,
        key: this.key(words[1]!, COSIGNATURE_V1, line),
        url: words[2] ?? null,
      });
    } else if (kind === 'group' && words.length >= 3) {
      this.group(words[0]!, words[1]!, words.slice(2), line);
    } else if (kind === 'quorum' && words.length === 1) {
      if (this.quorum !== null) throw new PolicyError(line, 'a second quorum');
      if (words[0] !== NONE && !this.names.has(words[0]!))
        throw new PolicyError(line, `${words[0]} is not defined`);
      this.quorum = words[0]!;
    } else {
      throw new PolicyError(line, `“${kind}” with ${words.length} words is not understood`);
    }
  }

  policy(lines: number): Policy {
    if (this.quorum === null) throw new PolicyError(lines, 'there is no quorum line');
    const { logs, witnesses, groups, quorum } = this;
    return { logs, witnesses, groups, quorum };
  }

  private define(name: string, line: number): void {
    if (name === NONE || this.names.has(name)) throw new PolicyError(line, `${name} is defined already`);
    this.names.add(name);
  }

  private key(text: string, type: number, line: number): VerifierKey {
    let key: VerifierKey;
    try {
      key = parseVerifierKey(text);
    } catch (error) {
      throw new PolicyError(line, error instanceof Error ? error.message : String(error));
    }
    const of = `${type}/${String(key.publicKey)}`;
    if (key.type !== type) throw new PolicyError(line, 'a key of the wrong type');
    if (this.publicKeys.has(of)) throw new PolicyError(line, 'the same public key twice');
    this.publicKeys.add(of);
    return key;
  }

  private group(name: string, threshold: string, members: readonly string[], line: number): void {
    for (const member of members) {
      if (!this.names.has(member)) throw new PolicyError(line, `${member} is not defined`);
      if (this.grouped.has(member)) throw new PolicyError(line, `${member} is in a group already`);
      this.grouped.add(member);
    }
    const needed =
      threshold === 'all'
        ? members.length
        : threshold === 'any'
          ? 1
          : /^[1-9]\d{0,3}$/.test(threshold)
            ? Number(threshold)
            : Number.NaN;
    if (!(needed <= members.length)) throw new PolicyError(line, `${threshold} of ${members.length}`);
    this.define(name, line);
    this.groups.set(name, { needed, members });
  }
}

/** The keys that a policy lets a checkpoint be opened with. */
export const keysOf = ({ logs, witnesses }: Policy): TrustedKeys => ({
  logs: logs.map(({ key }) => key),
  witnesses: witnesses.map(({ key }) => key),
});

/** Whether these cosigners, by key id, are enough for a policy. */
export function isEnough(policy: Policy, cosignedBy: ReadonlySet<string>): boolean {
  const witnessed = (name: string): boolean => {
    const group = policy.groups.get(name);
    if (group !== undefined) return group.members.filter(witnessed).length >= group.needed;
    const witness = policy.witnesses.find((one) => one.name === name);
    return witness !== undefined && cosignedBy.has(`${witness.key.name}+${witness.key.keyId}`);
  };
  return policy.quorum === NONE || witnessed(policy.quorum);
}

/** Cosigners of an opened checkpoint as `isEnough` takes them. */
export const cosignersOf = ({ cosignatures }: OpenedCheckpoint): Set<string> =>
  new Set(cosignatures.map(({ name, keyId }) => `${name}+${keyId}`));

/** A policy as text. */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const line = (...words: (string | null)[]): string =>
    `${words.filter((word) => word !== null).join(' ')}\n`;
  return [
    ...logs.map(({ key, url }) => line('log', formatVerifierKey(key), url)),
    ...witnesses.map(({ name, key, url }) => line('witness', name, formatVerifierKey(key), url)),
    ...[...groups].map(([name, { needed, members }]) => line('group', name, String(needed), ...members)),
    line('quorum', quorum),
  ].join('');
}
