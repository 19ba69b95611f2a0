interface Lane {
  sharers: number;
  held: boolean;
  readonly queue: { readonly exclusive: boolean; readonly start: () => void }[];
}

/** Fair locks by name: any number of sharers together, or one exclusive holder, in order of arrival. */
export class KeyedLocks {
  readonly #lanes = new Map<string, Lane>();

  /** Runs `work` beside other sharers of `name`, and never beside an exclusive holder. */
  shared<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#run(name, false, work);
  }

  /** Runs `work` while nobody else holds `name`. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#run(name, true, work);
  }

  async #run<T>(name: string, exclusive: boolean, work: () => Promise<T>): Promise<T> {
    await this.#enter(name, exclusive);
    try {
      return await work();
    } finally {
      this.#leave(name, exclusive);
    }
  }

  #enter(name: string, exclusive: boolean): Promise<void> {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = { sharers: 0, held: false, queue: [] };
      this.#lanes.set(name, lane);
    }
    const { queue } = lane;
    const entered = new Promise<void>((resolve) => queue.push({ exclusive, start: resolve }));
    admit(lane);
    return entered;
  }

  #leave(name: string, exclusive: boolean): void {
    const lane = this.#lanes.get(name);
    if (lane === undefined) return;
    if (exclusive) lane.held = false;
    else lane.sharers -= 1;
    admit(lane);
    if (!lane.held && lane.sharers === 0) this.#lanes.delete(name);
  }
}

function admit(lane: Lane): void {
  for (let next = lane.queue[0]; next !== undefined; next = lane.queue[0]) {
    if (lane.held || (next.exclusive && lane.sharers > 0)) return;
    if (next.exclusive) lane.held = true;
    else lane.sharers += 1;
    lane.queue.shift();
    next.start();
  }
}
