import { isDeepStrictEqual } from "node:util";
import { alternate, medianRatio, medianTook, repeat, type Took, timed } from "../measure.js";
import { type MachineType, ours, peer, type RunWorkload } from "./contestants.js";
import { bareLoop, countingLoop, type EngineWorkload, mapOfPasses } from "./workloads.js";

/** Its one argument, as JSON. */
export interface EngineOrder {
  readonly workload: "loop" | "map";
  /** Of states, or of items. */
  readonly count: number;
  readonly type: MachineType;
  /** The file with which aws-local-stepfunctions begins. */
  readonly peer: string;
  readonly rounds: number;
}

export interface EngineFigures {
  readonly transitions: number;
  readonly ours: Took;
  readonly peer: Took;
  readonly ratio: Took;
  readonly floor: Took | undefined;
}

const WARM_UP_ROUNDS = 3;
const WORKLOADS = { loop: countingLoop, map: mapOfPasses };

/** The local engine and aws-local-stepfunctions with one workload, in a process that does nothing else. */
async function contest(order: EngineOrder): Promise<EngineFigures> {
  const workload = WORKLOADS[order.workload](order.count);
  const [mine, its] = [await ours(order.type), await peer(order.peer)];
  const [output, other] = [await mine(workload), await its(workload)];
  if (!isDeepStrictEqual(output, other)) throw new Error("The two came to different outputs");

  const run = (way: RunWorkload) => async () => (await timed(() => way(workload))).took;
  await alternate(WARM_UP_ROUNDS, run(mine), run(its));
  const { ones, others } = await alternate(order.rounds, run(mine), run(its));
  const floor = order.workload === "loop" ? await floorOf(workload, order.rounds) : undefined;
  return {
    transitions: workload.transitions,
    ours: medianTook(ones),
    peer: medianTook(others),
    ratio: medianRatio(ones, others),
    floor,
  };
}

async function floorOf(workload: EngineWorkload, rounds: number): Promise<Took> {
  return medianTook(
    await repeat(rounds, async () => (await timed(async () => bareLoop(workload))).took),
  );
}

console.log(JSON.stringify(await contest(JSON.parse(process.argv[2] ?? ""))));
process.exit(0);
