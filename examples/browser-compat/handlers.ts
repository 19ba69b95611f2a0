import type { Identifier } from "@mdn/browser-compat-data";
import {
  Context,
  type ItemPointer,
  type LambdaContext,
  type ListPointer,
  type MapIterationEvent,
} from "sfn-task-tools";
import { entriesOf, type Support, supportOf } from "./browser-support.js";
import { clients } from "./clients.js";
import { formatReport } from "./format-report.js";

// The Lambda functions of state-machine.asl.json: `handlers.<name>`, with SFN_DATA_TABLE and
// SFN_DATA_S3_BUCKET in the environment.

/** What a Task state sends: `"Parameters": { "input.$": "$", "context.$": "$$" }`. */
export interface TaskEvent<Input> {
  readonly input: Input;
  readonly context: unknown;
}

/** A web API: its name, and the tree of its features. */
export type Entry = [name: string, feature: Identifier];

/** What goes on through the state machine: where the data is, and none of it. */
export interface Collected {
  readonly version: string;
  readonly apis: ListPointer<Entry>;
  readonly css: ItemPointer<Identifier>;
  readonly javascript: ItemPointer<Identifier>;
}

/** What one Map iteration puts. */
export interface Rating extends Support {
  readonly name: string;
}

/** The key that the Map iterations put their ratings under. */
const RATINGS = "results";

/** Stops the run where the feature is switched off: ABORTED, neither a success nor a failure. */
export const checkFlag = async (
  event: TaskEvent<{ readonly flag: "on" | "off" }>,
  lambda: LambdaContext,
): Promise<void> => {
  if (event.input.flag === "on") return;
  const context = Context.fromEvent(event, { lambda, clients });
  await context.stopExecution({
    error: "FeatureDisabled",
    cause: "The feature flag for rating web APIs is off.",
  });
};

/** Puts the web APIs as a list, for a Map to fan out over, and CSS and JavaScript as one item each. */
export const collect = async (event: unknown, lambda: LambdaContext): Promise<Collected> => {
  const { stateData } = Context.fromEvent(event, { lambda, clients });
  // 20 MB, which only this function needs.
  const { default: data } = await import("@mdn/browser-compat-data/forLegacyNode");
  const [apis, css, javascript] = await Promise.all([
    stateData.putItems("apis", entriesOf(data.api)),
    stateData.putItem("css", data.css),
    stateData.putItem("javascript", data.javascript),
  ]);
  return { version: data.__meta.version, apis, css, javascript };
};

/** One Map iteration: reads one web API, rates it, and keeps the rating beside the list. */
export const rateEntry = async (
  event: TaskEvent<MapIterationEvent<Entry>>,
  lambda: LambdaContext,
): Promise<void> => {
  const { stateData } = Context.fromEvent(event, { lambda, clients });
  const [name, feature] = await stateData.getItemForMapIteration(event.input);
  const rating: Rating = { name, ...supportOf(feature) };
  await stateData.putItemForMapIteration(event.input, rating, { key: RATINGS });
};

/** Gathers the ratings, one for each web API in the list's order, and lays them out to be read. */
export const report = async (
  event: TaskEvent<Collected>,
  lambda: LambdaContext,
): Promise<{ readonly report: string }> => {
  const { stateData } = Context.fromEvent(event, { lambda, clients });
  const { version, apis, css, javascript } = event.input;
  const [ratings, cssFeatures, javascriptFeatures] = await Promise.all([
    stateData.getMapOutputs<Rating>(apis, RATINGS),
    stateData.getItem(css),
    stateData.getItem(javascript),
  ]);
  return {
    report: formatReport({
      version,
      ratings,
      css: supportOf(cssFeatures),
      javascript: supportOf(javascriptFeatures),
    }),
  };
};
