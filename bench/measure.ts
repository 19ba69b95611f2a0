/** What one run took, in milliseconds. */
export interface Took {
  readonly wall: number;
  /** Of the whole process, its threads included. */
  readonly cpu: number;
}

/** Times one run. Garbage of earlier ones is collected first, where Node was started with --expose-gc. */
export async function timed<T>(work: () => Promise<T>): Promise<{ took: Took; result: T }> {
  global.gc?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { took: { wall, cpu: (user + system) / 1_000 }, result };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function medianTook(runs: readonly Took[]): Took {
  return { wall: median(runs.map(({ wall }) => wall)), cpu: median(runs.map(({ cpu }) => cpu)) };
}

/** The median of what each pair's one took in proportion to its other: drift hits both alike. */
export function medianRatio(ones: readonly Took[], others: readonly Took[]): Took {
  const ratios = (of: keyof Took) =>
    median(ones.map((one, round) => one[of] / (others[round]?.[of] ?? Number.NaN)));
  return { wall: ratios("wall"), cpu: ratios("cpu") };
}

/**
 * Runs two ways in turn, the first in one round and the other in the next beginning, so that
 * neither always comes first.
 */
export async function alternate(
  rounds: number,
  one: () => Promise<Took>,
  other: () => Promise<Took>,
): Promise<{ ones: Took[]; others: Took[] }> {
  const ones: Took[] = [];
  const others: Took[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) ones.push(await one());
    others.push(await other());
    if (round % 2 === 1) ones.push(await one());
  }
  return { ones, others };
}

export async function repeat(rounds: number, run: () => Promise<Took>): Promise<Took[]> {
  const runs: Took[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await run());
  return runs;
}
