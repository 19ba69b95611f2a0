import { type MachineType, ours } from "./contestants.js";
import { countingLoop } from "./workloads.js";

/** Its one argument, as JSON. */
export interface MemoryOrder {
  readonly type: MachineType;
  readonly transitions: number;
  readonly executions: number;
}

/** Bytes of heap, and of buffers outside it, that an execution keeps once it has ended. */
async function memory({ type, transitions, executions }: MemoryOrder): Promise<number> {
  const run = await ours(type);
  const workload = countingLoop(transitions);
  for (let round = 0; round < 20; round++) await run(workload);
  const before = await used();
  for (let round = 0; round < executions; round++) await run(workload);
  return ((await used()) - before) / executions;
}

async function used(): Promise<number> {
  // What was just ended lets go of its last references in turns of the event loop.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    global.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

console.log(JSON.stringify(await memory(JSON.parse(process.argv[2] ?? ""))));
process.exit(0);
