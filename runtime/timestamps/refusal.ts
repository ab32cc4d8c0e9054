/** Why a token, a reply or an authority is not accepted. */
export type TimestampFault =
  | 'unreachable'
  | 'refused-by-authority'
  | 'malformed'
  | 'wrong-imprint'
  | 'wrong-nonce'
  | 'bad-signature'
  | 'wrong-usage'
  | 'unknown-root'
  | 'certificate-not-valid'
  | 'implausible-time';

/** A time-stamp that is not accepted, with a stable code and one sentence that says why. */
export class TimestampError extends Error {
  readonly code: TimestampFault;

  constructor(code: TimestampFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TimestampError';
    this.code = code;
  }
}
