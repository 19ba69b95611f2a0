import type { Clock } from "./clock.js";

/** How long a clock that skips waits for somebody outside, in milliseconds as they pass. */
const PATIENCE_MS = 1_000;

/** Somebody outside may act soon: time is not skipped for a moment, or until the function returned is called. */
export function bePatient(clock: Clock): () => void {
  const release = clock.hold();
  const timer = setTimeout(release, PATIENCE_MS);
  timer.unref();
  return () => {
    clearTimeout(timer);
    release();
  };
}
