import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { Exactly, Has, InputOf, Unchanged } from "./data-flow.js";
import { type MapOptions, MapOver } from "./map.js";
import type { Scope } from "./state.js";
import { Task } from "./task.js";
import type { Running, TaskResource } from "./task-resource.js";

/** What an iteration over a list pointer gets: the place of its item. `MapIterationEvent` of the task tools is one. */
export interface ItemPlace {
  readonly items_result_table_name: string;
  readonly items_result_partition_key: string;
  readonly items_result_key: string;
  readonly context_index: number | string;
}

/** The fields of a Map, but for those that the pointer decides. */
export interface MapItemsOptions
  extends Omit<MapOptions, "items" | "itemsPath" | "itemSelector" | "itemReader"> {
  /** The name of the Task that runs a handler. Default: the Map's name and ` item`. */
  readonly itemName?: string | undefined;
}

/** It hands its input on, unless options say what comes out. */
type OutputOf<Options> =
  Has<Options, "resultPath" | "resultSelector" | "outputPath" | "output"> extends true
    ? unknown
    : Unchanged;

/** What takes the place of an item: a handler's type, or a scope's. */
type Takers<Processor> = Processor extends string
  ? unknown
  : Processor extends Running<infer Run>
    ? ItemPlace extends InputOf<Run>
      ? unknown
      : never
    : unknown;

/**
 * A Map over the list that a pointer leads to: an iteration for each item, which gets the item's
 * place and not the item. It hands its input on, the pointer in it, for the state that gathers the
 * outputs; with a `resultPath` or `output` of your own it does as you say.
 *
 * @param pointer the path to what `putItems` returned: `$.characters`, or in JSONata
 *   `{% $states.input.characters %}`.
 * @param processor a handler, or the states of an iteration.
 * @throws InvalidArgumentError when the path is neither.
 */
export function mapItems<
  Processor extends Scope<ItemPlace> | TaskResource,
  const Options extends MapItemsOptions = object,
>(
  name: string,
  pointer: string,
  processor: Processor & Takers<Processor>,
  options?: Exactly<Options, MapItemsOptions>,
): MapOver<unknown, OutputOf<Options>> {
  const { itemName = `${name} item`, ...fields }: MapItemsOptions = options ?? {};
  const given = processor as Scope | TaskResource; // it takes the place of an item
  const scope = isScope(given) ? given : new Task(itemName, given);
  return new MapOver(name, scope, {
    ...fieldsFor(pointer, name),
    ...fields,
  }) as MapOver<unknown, OutputOf<Options>>; // as the fields make it
}

function isScope(processor: Scope | TaskResource): processor is Scope {
  return typeof processor === "object" && "start" in processor;
}

function fieldsFor(pointer: string, name: string): MapOptions {
  const expression = /^\{%\s*(.*?)\s*%\}$/s.exec(pointer)?.[1];
  if (expression !== undefined) {
    const field = (path: string) => `{% (${expression}).${path} %}`;
    return {
      items: field("items"),
      itemSelector: {
        items_result_table_name: field("table_name"),
        items_result_partition_key: field("partition_key"),
        items_result_key: field("key"),
        context_index: "{% $states.context.Map.Item.Index %}",
      },
      output: "{% $states.input %}",
    };
  }
  if (typeof pointer !== "string" || !pointer.startsWith("$")) {
    throw new InvalidArgumentError(
      `Expected the pointer of the Map "${name}" to be a path ($.characters) or a JSONata expression ({% $states.input.characters %}), got ${describe(pointer)}.`,
    );
  }
  return {
    itemsPath: `${pointer}.items`,
    itemSelector: {
      "items_result_table_name.$": `${pointer}.table_name`,
      "items_result_partition_key.$": `${pointer}.partition_key`,
      "items_result_key.$": `${pointer}.key`,
      "context_index.$": "$$.Map.Item.Index",
    },
    resultPath: null,
  };
}
