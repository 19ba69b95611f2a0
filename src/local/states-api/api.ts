import type { Engine, ItemSource, TaskResource } from "../engine/index.js";
import type { WireInput } from "../protocol/aws-json.js";
import type { Machines } from "./machines.js";
import type { Tags } from "./tags.js";

/** What the operations share. */
export interface StatesApi {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly tags: Tags;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** From 0 up to 1; chooses the version that an alias runs. */
  readonly random: () => number;
  /** Reads the items of a distributed Map out of a text, in place of S3. */
  readonly itemsIn: (data: string) => ItemSource;
  /** Why no resource does the work of a Task, and the way out; undefined when one does. */
  readonly unhandled: (resource: TaskResource, place?: TaskPlace) => string | undefined;
  /** The test cases of its mock file. */
  readonly testCases: TestCasesOfMachines | undefined;
}

/** Where a Task stands; the machine's name is not known where a definition is only looked at. */
export interface TaskPlace {
  readonly stateMachineName: string;
  readonly state: string;
}

/** By the name of a state machine, and the name of a test case, the states that are mocked. */
export type TestCasesOfMachines = ReadonlyMap<
  string,
  ReadonlyMap<string, ReadonlyMap<string, unknown>>
>;

/** One operation, as `@aws-sdk/client-sfn` names it in its file. */
export type Operation = (
  api: StatesApi,
  input: WireInput,
  signal: AbortSignal,
) => object | Promise<object>;
