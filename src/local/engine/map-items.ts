import { type MapState, StatesError } from "../../asl/index.js";
import type { JsonValue } from "../../shared/json.js";
import type { StateParts } from "./compile-state.js";
import { contextOf } from "./context-object.js";
import type { Dataflow, Evaluate } from "./dataflow.js";
import type { Names } from "./moment.js";
import { textOf } from "./text.js";

/** The items of a Map: as the context object shows them, and as its iterations get them. */
export interface Items {
  readonly values: readonly JsonValue[];
  readonly inputs: readonly JsonValue[];
}

/** Makes the items out of a Map's input. Throws StatesError. */
export function compileItems(
  definition: MapState,
  { language, dataflow }: StateParts,
): (names: Names) => Promise<Items> {
  const list = language === "JSONata" ? jsonataItems(definition, dataflow) : pathItems(dataflow);
  const select = dataflow.template("ItemSelector") ?? dataflow.template("Parameters");
  return async (names) => {
    const input = await dataflow.effectiveInput(names);
    const values = await list({ ...names, input });
    if (select === undefined) return { values, inputs: values };
    return { values, inputs: await selected({ ...names, input }, values, select) };
  };
}

type List = (names: Names) => Promise<readonly JsonValue[]>;

function jsonataItems({ Items }: MapState, dataflow: Dataflow): List {
  const items = dataflow.field("Items");
  return async (names) => {
    const value = Items === undefined ? names.input : await items.value(names);
    if (Array.isArray(value)) return value;
    const cause = `Map state input must be an array but was: ${textOf(value ?? null)}`;
    throw new StatesError("States.QueryEvaluationError", cause);
  };
}

function pathItems(dataflow: Dataflow): List {
  const items = dataflow.field("Items");
  return async (names) => {
    const { path } = items;
    const value = path === undefined ? names.input : await items.value(names);
    if (Array.isArray(value)) return value;
    const cause = `Reference path "${path ?? "$"}" must point to array.`;
    throw new StatesError("States.Runtime", cause);
  };
}

async function selected(names: Names, values: readonly JsonValue[], select: Evaluate) {
  const inputs: JsonValue[] = [];
  for (const [index, value] of values.entries()) {
    inputs.push(await select({ ...names, context: contextOf(names.context, { index, value }) }));
  }
  return inputs;
}
