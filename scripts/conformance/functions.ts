import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFunction, LocalFunctions } from "sfn-task-tools/local";
import type { Case, FunctionOfCase } from "./cases.js";
import type { Json } from "./json.js";

type Behaviour = FunctionOfCase["behaviour"];

/** What the recorded functions do. */
const BEHAVIOURS: Readonly<Record<string, (behaviour: Behaviour) => LocalFunction>> = {
  echo: () => (event) => event,
  constant:
    ({ value }) =>
    () =>
      structuredClone(value),
  raise({ errorType, errorMessage }) {
    return () => {
      const error = new Error(String(errorMessage));
      error.name = String(errorType);
      throw error;
    };
  },
  sleep_then_echo:
    ({ seconds }) =>
    (event) =>
      sleep(Number(seconds) * 1000, event, { ref: false }),
  large_string:
    ({ char, count }) =>
    () =>
      String(char).repeat(Number(count)),
  python_format:
    ({ format }) =>
    (event) =>
      String(format).replace("{event}", () => pythonText(event as Json)), // from JSON
};

/** The functions of all cases, by name and ARN. */
export function functionsOf(cases: readonly Case[]): LocalFunctions {
  const entries = cases.flatMap((recorded) =>
    Object.entries(recorded.functions).flatMap(([name, { arn, behaviour }]) => {
      const run = BEHAVIOURS[behaviour.kind]?.(behaviour);
      return run === undefined ? [] : [[name, run] as const, [arn, run] as const];
    }),
  );
  return Object.fromEntries(entries);
}

/** A value as Python prints it. */
function pythonText(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value).map(
      ([key, item]) => `${pythonText(key)}: ${pythonText(item)}`,
    );
    return `{${members.join(", ")}}`;
  }
  const escaped = value
    .replace(/\\/g, "\\\\")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t");
  if (value.includes("'") && !value.includes('"')) return `"${escaped}"`;
  return `'${escaped.replace(/'/g, "\\'")}'`;
}
