import { type MapState, StatesError } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import { LIMITS } from "../limits.js";
import type { ItemsOrigin } from "../map-run/map-run-document.js";
import type { Names } from "../moment.js";
import type { StateParts } from "../program/compile-state.js";
import type { MapItem } from "../run.js";
import { contextOf } from "./context-object.js";
import { DataTooLarge } from "./data-too-large.js";
import type { Dataflow } from "./dataflow.js";
import { isLarger, textOf } from "./text.js";

/** How a Map makes its items out of its input. All throw StatesError. */
export interface Items {
  /** The items of an inline Map, as the context object shows them. */
  list(names: Names): Promise<readonly JsonValue[]>;
  /** The items of a distributed Map, which may be the entries of an object. */
  entries(names: Names): Promise<ItemList>;
  /** What the iterations get, by ItemSelector. */
  select(names: Names, items: readonly MapItem[]): Promise<readonly JsonValue[]>;
}

export type ItemList = Extract<ItemsOrigin, { kind: "list" }>;

/** https://states-language.net/#map-state */
export function compileItems(definition: MapState, { language, dataflow }: StateParts): Items {
  const whole = WHOLES[language](definition, dataflow);
  const selector = dataflow.template("ItemSelector") ?? dataflow.template("Parameters");
  const read = async (names: Names, takesObjects: boolean) => {
    const input = await dataflow.effectiveInput(names);
    const { value, refusal } = await whole({ ...names, input }, takesObjects);
    if (!Array.isArray(value) && !(takesObjects && isObject(value))) throw refusal();
    if (isLarger(value, LIMITS.dataBytes)) throw new DataTooLarge();
    return value;
  };
  return {
    list: async (names) => (await read(names, false)) as readonly JsonValue[], // no object is taken
    entries: async (names) => entriesOf(await read(names, true)),
    async select(names, items) {
      if (selector === undefined) return items.map(unselected);
      const input = await dataflow.effectiveInput(names);
      const inputs: JsonValue[] = [];
      for (const item of items) {
        inputs.push(await selector({ ...names, input, context: contextOf(names.context, item) }));
      }
      names.inspect?.("afterItemSelector", inputs);
      return inputs;
    },
  };
}

/** What is looked for items in, and the error where it has none. */
interface Whole {
  readonly value: JsonValue;
  readonly refusal: () => StatesError;
}

type WholeOf = (
  definition: MapState,
  dataflow: Dataflow,
) => (names: Names, takesObjects: boolean) => Promise<Whole>;

const WHOLES: { readonly [Language in StateParts["language"]]: WholeOf } = {
  JSONata({ Items }, dataflow) {
    const items = dataflow.field("Items");
    const any = dataflow.template("Items");
    return async (names, takesObjects) => {
      const object = takesObjects ? await any?.(names) : undefined;
      // The field itself must be an array, and says so when it is none.
      const given = object !== undefined && isObject(object) ? object : await items.value(names);
      const value = Items === undefined ? names.input : (given ?? null);
      const cause = () => `Map state input must be an array but was: ${textOf(value)}`;
      return { value, refusal: () => new StatesError("States.QueryEvaluationError", cause()) };
    };
  },
  JSONPath(_definition, dataflow) {
    const items = dataflow.field("Items");
    return async (names) => {
      const { path } = items;
      const value = path === undefined ? names.input : ((await items.value(names)) ?? null);
      names.inspect?.("afterItemsPath", value);
      const cause = `Reference path "${path ?? "$"}" must point to array.`;
      return { value, refusal: () => new StatesError("States.Runtime", cause) };
    };
  },
};

function entriesOf(value: JsonValue): ItemList {
  if (!isObject(value)) return { kind: "list", values: value as readonly JsonValue[] }; // it is either
  return { kind: "list", values: Object.values(value), keys: Object.keys(value) };
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without ItemSelector an entry of an object is a pair. */
function unselected({ key, value }: MapItem): JsonValue {
  return key === undefined ? value : { Key: key, Value: value };
}
