import { type MapIterationEvent, task } from "sfn-task-tools";
import { entriesOf, supportOf } from "./browser-support.js";
import { formatReport } from "./format-report.js";
import { apis, type Collected, css, type Entry, javascript, ratings } from "./state.js";

// The Lambda functions of workflow.ts: `handlers.<name>`, with SFN_DATA_TABLE and
// SFN_DATA_S3_BUCKET in the environment.

/** Stops the run where the feature is switched off: ABORTED, neither a success nor a failure. */
export const checkFlag = task(async (input: { readonly flag: "on" | "off" }, context) => {
  if (input.flag === "on") return;
  await context.stopExecution({
    error: "FeatureDisabled",
    cause: "The feature flag for rating web APIs is off.",
  });
});

/** Puts the web APIs as a list, for a Map to fan out over, and CSS and JavaScript as one item each. */
export const collect = task(async (_input: unknown, { stateData }): Promise<Collected> => {
  // 20 MB, which only this function needs.
  const { default: data } = await import("@mdn/browser-compat-data/forLegacyNode");
  const pointers = await Promise.all([
    stateData.putItems(apis, entriesOf(data.api)),
    stateData.putItem(css, data.css),
    stateData.putItem(javascript, data.javascript),
  ]);
  return {
    version: data.__meta.version,
    apis: pointers[0],
    css: pointers[1],
    javascript: pointers[2],
  };
});

/** One Map iteration: reads one web API, rates it, and keeps the rating beside the list. */
export const rateEntry = task(async (event: MapIterationEvent<Entry>, { stateData }) => {
  const [name, feature] = await stateData.getItemForMapIteration(event);
  const rating = { name, ...supportOf(feature) };
  await stateData.putItemForMapIteration(event, rating, { key: ratings });
});

/** Gathers the ratings, one for each web API in the list's order, and lays them out to be read. */
export const report = task(async (collected: Collected, { stateData }) => {
  const [rated, cssFeatures, javascriptFeatures] = await Promise.all([
    stateData.getMapOutputs(collected.apis, ratings),
    stateData.getItem(collected.css),
    stateData.getItem(collected.javascript),
  ]);
  return {
    report: formatReport({
      version: collected.version,
      ratings: rated,
      css: supportOf(cssFeatures),
      javascript: supportOf(javascriptFeatures),
    }),
  };
});
