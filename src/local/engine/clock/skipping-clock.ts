import { Alarms } from "./alarms.js";
import type { Clock } from "./clock.js";

/** Timers of Node beyond this fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Time as it passes, and a leap to the next alarm whenever nobody holds it. So timestamps stay
 * plausible: a Wait of three days is three days long in the history, and takes no time. It begins
 * at `earliest`, in milliseconds of Unix time, where that is later than now.
 */
export function skippingClock(earliest = 0): Clock {
  const alarms = new Alarms();
  let skipped = Math.max(0, earliest - Date.now());
  let holds = 0;
  let cancel = () => {};

  const now = () => Date.now() + skipped;

  /** Rings when the time has come; with no hold, that is as soon as the current work is done. */
  function arm(): void {
    cancel();
    const next = alarms.next;
    if (next === undefined) return;
    if (holds === 0) {
      const leap = setImmediate(() => {
        skipped += Math.max(0, next - now());
        ring();
      });
      cancel = () => clearImmediate(leap);
    } else {
      const delay = Math.min(Math.max(next - now(), 0), LONGEST_TIMER_MS);
      const timer = setTimeout(ring, delay);
      cancel = () => clearTimeout(timer);
    }
  }

  function ring(): void {
    alarms.ring(now());
    arm();
  }

  return {
    now,
    at(time, call) {
      const forget = alarms.set(time, call);
      arm();
      return () => {
        forget();
        arm();
      };
    },
    hold() {
      holds += 1;
      if (holds === 1) arm();
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holds -= 1;
        if (holds === 0) arm();
      };
    },
    close() {
      alarms.clear();
      cancel();
    },
  };
}
