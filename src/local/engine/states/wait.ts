import { StatesError, timestampMilliseconds, type WaitState } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { CompileState } from "../compile-state.js";
import type { Field } from "../dataflow.js";
import { LIMITS } from "../limits.js";
import { textOf } from "../text.js";

/** https://states-language.net/#wait-state */
export const wait: CompileState<WaitState> = (definition, { dataflow }) => {
  const seconds = dataflow.field("Seconds");
  const timestamp = dataflow.field("Timestamp");
  return {
    async start({ names, now }) {
      const delay = await seconds.value(names);
      const until =
        delay === undefined
          ? timeOf(timestamp, await timestamp.value(names))
          : now + 1000 * secondsOf(seconds, delay);
      if (until - now > LIMITS.waitMs) {
        throw new StatesError("States.Runtime", "Wait state delay is too long.");
      }
      return { go: "wait", stage: { at: "pause", until, next: "exit" } };
    },
    async finish({ names }) {
      const leaving = await dataflow.output(names, await dataflow.arguments(names));
      return { go: "on", ...leaving, next: definition.Next };
    },
  };
};

function secondsOf({ path }: Field, value: JsonValue): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  const negative = typeof value === "number" && Number.isInteger(value);
  const fault = negative ? "references a negative value" : "cannot be parsed as a long value";
  throw new StatesError(
    "States.Runtime",
    `The SecondsPath parameter ${fault}: ${path} == ${textOf(value)}`,
  );
}

function timeOf({ path }: Field, value: JsonValue | undefined): number {
  const time = typeof value === "string" ? timestampMilliseconds(value) : undefined;
  if (time !== undefined) return time;
  const shown = typeof value === "string" ? value : textOf(value ?? null);
  throw new StatesError(
    "States.Runtime",
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown}`,
  );
}
