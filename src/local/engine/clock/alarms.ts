/** Calls to be made at some time, the next one first; at the same time, in the order of their setting. */
export class Alarms {
  readonly #sorted: Alarm[] = [];

  /** The function returned forgets the alarm. */
  set(time: number, call: () => void): () => void {
    const alarm: Alarm = { time, call };
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle]?.time ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    this.#sorted.splice(low, 0, alarm);
    return () => {
      const index = this.#sorted.indexOf(alarm);
      if (index >= 0) this.#sorted.splice(index, 1);
    };
  }

  /** The time of the next alarm. */
  get next(): number | undefined {
    return this.#sorted[0]?.time;
  }

  /** Makes the calls that are due, also those that these calls set for a time that has come. */
  ring(now: number): void {
    for (;;) {
      const [alarm] = this.#sorted;
      if (alarm === undefined || alarm.time > now) return;
      this.#sorted.shift();
      alarm.call();
    }
  }

  clear(): void {
    this.#sorted.length = 0;
  }
}

interface Alarm {
  readonly time: number;
  readonly call: () => void;
}
