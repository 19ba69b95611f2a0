import type { JsonValue } from "../../shared/json.js";
import type { HistoryDetails } from "./history/history-details.js";
import type { Branch, Run, Visit } from "./run.js";

/** What a state works with while it decides: the run, and the ways to change it. */
export interface Moment {
  readonly run: Run;
  readonly branch: Branch;
  readonly visit: Visit;
  readonly now: number;
  readonly names: Names;
  /** The account and region under which the engine answers. */
  readonly region: string;
  /** Adds an event to the branch's chain, and returns its id. */
  tell(type: string, details?: HistoryDetails): number;
  /** Whether the activity of an ARN is there. */
  hasActivity(arn: string): boolean;
}

/** Takes what a field made of the data, by a name such as `afterInputPath`. */
export type Inspect = (name: string, value: JsonValue) => void;

/** What expressions may refer to. */
export interface Names {
  /** The state's raw input. */
  readonly input: JsonValue;
  readonly context: JsonValue;
  readonly variables: Readonly<Record<string, JsonValue>>;
  readonly result?: JsonValue;
  readonly errorOutput?: JsonValue;
  /** Is told what each field of a state makes of the data; absent when nobody asks. */
  readonly inspect?: Inspect;
}
