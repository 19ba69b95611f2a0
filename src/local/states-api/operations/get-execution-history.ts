import type { HistoryEvent } from "../../engine/index.js";
import type { Operation } from "../api.js";
import { runOf } from "../executions.js";
import { flag, requiredText } from "../members.js";
import { pageOf } from "../paging.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Operation = (api, input) => {
  const { events: told } = runOf(api, requiredText(input, "executionArn", { min: 1, max: 256 }));
  const ordered = flag(input, "reverseOrder") === true ? told.toReversed() : told;
  const { items, nextToken } = pageOf(input, ordered, {
    of: "GetExecutionHistory",
    keyOf: ({ id }) => id,
  });
  const events = flag(input, "includeExecutionData") === false ? items.map(withoutData) : items;
  return { events, nextToken };
};

const DATA = new Set(["input", "output", "parameters", "assignedVariables"]);

/** An event without what the execution worked on. */
function withoutData(event: HistoryEvent): object {
  const members = Object.entries(event).map(([name, value]) =>
    typeof value === "object" && value !== null
      ? [name, Object.fromEntries(Object.entries(value).filter(([key]) => !DATA.has(key)))]
      : [name, value],
  );
  return Object.fromEntries(members);
}
