import { Alarms } from "./alarms.js";
import type { Clock } from "./clock.js";

/** Timers of Node beyond this fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Time as it passes. */
export function realClock(): Clock {
  const alarms = new Alarms();
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    if (alarms.next === undefined) return;
    const delay = Math.min(Math.max(alarms.next - Date.now(), 0), LONGEST_TIMER_MS);
    timer = setTimeout(() => {
      alarms.ring(Date.now());
      arm();
    }, delay);
  }

  return {
    now: () => Date.now(),
    at(time, call) {
      const forget = alarms.set(time, call);
      arm();
      return () => {
        forget();
        arm();
      };
    },
    hold: () => () => {},
    close() {
      alarms.clear();
      clearTimeout(timer);
    },
  };
}
