import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { DeepReadonly } from '../domain/readonly.ts';
import type { ProblemBody, ProblemError } from './problem.ts';

/** What a handler gives, as far as sending it matters. */
export interface RouteResult {
  readonly status: number;
  /** An object is sent as JSON; a string, Buffer or stream as it is, with the Content-Type of `headers`. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ResponseSpec {
  readonly description: string;
  /** Of JSON: all that the answer may hold. Objects are closed; test/api/openapi.test.ts refuses one that is not. */
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  /** The answer stands in JSON already, and goes out as it is. */
  readonly written?: true;
  /** The media type in which the same is given as text where the caller asks for that. */
  readonly beside?: string;
  /** `application/json` unless said otherwise. */
  readonly mediaType?: string;
}

export type Responses = Readonly<Record<number, ResponseSpec>>;

type Scalar = string | number | boolean | bigint | symbol | null | undefined;

/** What a schema says that an answer is: presenters return it, so that what is missing or too many does not compile. */
export type Answer<S extends z.ZodType> = DeepReadonly<z.output<S>>;

declare const TEXT: unique symbol;

/** An answer that stands in JSON already and goes out byte for byte, as a hash was made of it. */
export type TextOf<S extends z.ZodType> = string & { readonly [TEXT]: Answer<S> };

/** What a route may answer: with each status what its schema says, or bytes and text where it has none. */
export type AnswerOf<R extends Responses> = {
  [Status in keyof R]: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, string>>;
  } & (R[Status] extends { readonly schema: infer S extends z.ZodType }
    ? {
        readonly body:
          | Answer<S>
          | (R[Status] extends { readonly written: true } ? TextOf<S> : never)
          | (R[Status] extends { readonly beside: string } ? string : never);
      }
    : { readonly body?: string | Uint8Array | Readable });
}[keyof R];

/** A problem as an answer: for an act that is kept although it is refused, so that a repeat is told the same. */
export interface ProblemAnswer {
  readonly status: number;
  readonly body: ProblemBody;
  readonly headers: { readonly 'Content-Type': 'application/problem+json' };
}

export const problemAnswer = (refused: ProblemError, requestId: string): ProblemAnswer => ({
  status: refused.status,
  body: refused.body(requestId),
  headers: { 'Content-Type': 'application/problem+json' },
});

/** Returned by a handler that wrote to the socket itself (tus). */
export const HANDLED = Symbol('handled');

type NamesOf<T> = T extends unknown ? keyof T : never;
type MemberOf<T, Name extends PropertyKey> = T extends unknown
  ? Name extends keyof T
    ? T[Name]
    : never
  : never;

/**
 * What was given, with `never` for each member that the declared type has not, at every depth: TypeScript by itself
 * takes an object with members too many for one without them.
 */
export type Closed<Given, Declared> = Given extends Scalar | Uint8Array | Readable
  ? Given
  : Given extends readonly unknown[]
    ? { [Index in keyof Given]: Closed<Given[Index], MemberOf<Declared, number>> }
    : {
        [Name in keyof Given]: Name extends NamesOf<Declared>
          ? Closed<Given[Name], MemberOf<Declared, Name>>
          : never;
      };
