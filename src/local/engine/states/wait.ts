import { StatesError, timestampMilliseconds, type WaitState } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Field } from "../dataflow/dataflow.js";
import { textOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import type { CompileState } from "../program/compile-state.js";

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

function secondsOf(field: Field, value: JsonValue): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  const negative = typeof value === "number" && Number.isInteger(value);
  const fault = negative ? "references a negative value" : "cannot be parsed as a long value";
  throw refused(field, fault, value);
}

function timeOf(field: Field, value: JsonValue | undefined): number {
  const time = typeof value === "string" ? timestampMilliseconds(value) : undefined;
  if (time !== undefined) return time;
  const fault = "does not reference a valid ISO-8601 extended offset date-time format string";
  throw refused(field, fault, value ?? null);
}

/** A path's value that is no time ends the run; an expression's can be caught. */
function refused({ name, path }: Field, fault: string, value: JsonValue): StatesError {
  const shown = typeof value === "string" ? value : textOf(value);
  if (path !== undefined) {
    return new StatesError(
      "States.Runtime",
      `The ${name}Path parameter ${fault}: ${path} == ${shown}`,
    );
  }
  const cause = `The ${name} parameter ${fault}: ${shown}`;
  return new StatesError("States.QueryEvaluationError", cause, name);
}
