import { readFileSync } from "node:fs";
import type { Stage } from "./stage.js";

/** The context object of the execution that a program is run in, as Step Functions shows it to a state. */
export function contextObject({ context }: Pick<Stage, "context">, more: object = {}) {
  const { execution } = context;
  if (execution === undefined) throw new Error("The stage has an execution.");
  const { arn, name, stateMachine } = execution;
  return {
    Execution: {
      Id: arn,
      Name: name,
      Input: {},
      StartTime: "2026-01-01T00:00:00.000Z",
      RedriveCount: 0,
    },
    StateMachine: { Id: stateMachine.arn ?? arn, Name: stateMachine.name },
    State: { Name: "Collect", EnteredTime: "2026-01-01T00:00:01.000Z", RetryCount: 0 },
    ...more,
  };
}

/** The event of a Task state whose Parameters are `{ "input.$": "$", "context.$": "$$" }`, as a handler gets it. */
export function taskEvent<T>(
  stage: Pick<Stage, "context">,
  input: T,
): { input: T; context: unknown } {
  return JSON.parse(JSON.stringify({ input, context: contextObject(stage) }));
}

/** The input of a Map iteration over a list, as the Map state's ItemSelector makes it. */
export function iterationInput(
  list: { table_name: string; partition_key: string; key: string },
  context_index: number,
) {
  return {
    items_result_table_name: list.table_name,
    items_result_partition_key: list.partition_key,
    items_result_key: list.key,
    context_index,
  };
}

/** Reads a JSON document of this folder's parent. */
export function readDocument<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8")) as T; // the caller knows its shape
}

/**
 * Fills a Parameters, Arguments or ItemSelector block as Step Functions does, for as much of both query
 * languages as the blocks of the documents use: paths of field names.
 */
export function fill(template: unknown, input: unknown, context: unknown): unknown {
  if (typeof template === "string") return fillJsonata(template, input, context);
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(".$") && typeof value === "string"
        ? [name.slice(0, -2), select(value, { $: input, $$: context })]
        : [name, fill(value, input, context)],
    ),
  );
}

function fillJsonata(text: string, input: unknown, context: unknown): unknown {
  const [, path] = /^\{%\s*(\$states\.[\w.]+)\s*%\}$/.exec(text) ?? [];
  return path === undefined ? text : select(path, { $states: { input, context } });
}

/** What a path leads to; an error where it leads nowhere, as in Step Functions. */
export function select(path: string, roots: Readonly<Record<string, unknown>>): unknown {
  const [root = "", ...names] = path.split(".");
  return names.reduce((value, name) => {
    const next = (value as Record<string, unknown> | undefined)?.[name]; // undefined is checked below
    if (next === undefined) throw new Error(`The path ${path} leads nowhere.`);
    return next;
  }, roots[root]);
}
