/** Every way in which sending can fail, each with its policy (design section 5), so that no caller knows a platform. */
export type SendFailure =
  | { kind: 'throttled'; waitMs: number }
  | { kind: 'unreachable' }
  | { kind: 'ambiguous' }
  | { kind: 'blocked' }
  /** A code that begins with `out-of-window`: the platform lets us write only after she has written again. */
  | { kind: 'rejected'; code?: string }
  | { kind: 'misconfigured'; code?: string };

/** Thrown by `Channel.deliver`. Carries no text of a person and no address. */
export class SendFailed extends Error {
  override name = 'SendFailed';
  readonly failure: SendFailure;
  constructor(failure: SendFailure) {
    super(`sending failed: ${failure.kind}`);
    this.failure = failure;
  }
}
