import type { Run } from "../run.js";

/** A token answers for this long after it was first used, in milliseconds; the last ten do. */
const VALID_MS = 15 * 60_000;
const MOST = 10;

/** Whether a redrive was asked for by the same token before: https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html. */
export function isKnownToken(
  { redriveTokens }: Run,
  token: string | undefined,
  now: number,
): boolean {
  return redriveTokens.some((used) => used.token === token && now - used.at <= VALID_MS);
}

export function keepToken({ redriveTokens }: Run, token: string, at: number): void {
  redriveTokens.push({ token, at });
  if (redriveTokens.length > MOST) redriveTokens.shift();
}
