import { type MapState, StatesError } from "../../asl/index.js";
import type { JsonValue } from "../../shared/json.js";
import type { StateParts } from "./compile-state.js";
import { contextOf } from "./context-object.js";
import { DataTooLarge } from "./data-too-large.js";
import type { Dataflow } from "./dataflow.js";
import { LIMITS } from "./limits.js";
import type { Names } from "./moment.js";
import { sizeOf, textOf } from "./text.js";

/** How a Map makes its items out of its input. Both throw StatesError. */
export interface Items {
  /** The items, as the context object shows them. */
  list(names: Names): Promise<readonly JsonValue[]>;
  /** What the iterations get, by ItemSelector. */
  select(names: Names, values: readonly JsonValue[]): Promise<readonly JsonValue[]>;
}

/** https://states-language.net/#map-state */
export function compileItems(definition: MapState, { language, dataflow }: StateParts): Items {
  const list = language === "JSONata" ? jsonataItems(definition, dataflow) : pathItems(dataflow);
  const selector = dataflow.template("ItemSelector") ?? dataflow.template("Parameters");
  return {
    async list(names) {
      const values = await list({ ...names, input: await dataflow.effectiveInput(names) });
      if (sizeOf(values) > LIMITS.dataBytes) throw new DataTooLarge();
      return values;
    },
    async select(names, values) {
      if (selector === undefined) return values;
      const input = await dataflow.effectiveInput(names);
      const inputs: JsonValue[] = [];
      for (const [index, value] of values.entries()) {
        const context = contextOf(names.context, { index, value });
        inputs.push(await selector({ ...names, input, context }));
      }
      names.inspect?.("afterItemSelector", inputs);
      return inputs;
    },
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
    names.inspect?.("afterItemsPath", value ?? null);
    if (Array.isArray(value)) return value;
    const cause = `Reference path "${path ?? "$"}" must point to array.`;
    throw new StatesError("States.Runtime", cause);
  };
}
