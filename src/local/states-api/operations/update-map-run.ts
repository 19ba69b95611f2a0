import type { MapRunLimits } from "../../engine/index.js";
import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { mapRunIn } from "../map-runs.js";
import { decimal, number } from "../members.js";

const WHOLE = { min: 0, max: 2 ** 31 - 1 };

/** Changes one that runs: https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html. */
export const updateMapRun: Operation = (api, input) => {
  const found = mapRunIn(api, input);
  const limits = {
    maxConcurrency: number(input, "maxConcurrency", WHOLE),
    toleratedFailureCount: number(input, "toleratedFailureCount", WHOLE),
    toleratedFailurePercentage: decimal(input, "toleratedFailurePercentage", { min: 0, max: 100 }),
  };
  const given = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  if (given.length === 0) {
    throw refuse.validation(`At least one of ${Object.keys(limits).join(", ")} must be given`);
  }
  const { arn, status } = found.mapRun;
  if (status !== "RUNNING") {
    throw refuse.validation(`Map Run is ${status} and cannot be updated: '${arn}'`);
  }
  api.engine.limitMapRun(found, Object.fromEntries(given) as Partial<MapRunLimits>); // some of them
  return {};
};
