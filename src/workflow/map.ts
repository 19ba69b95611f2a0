import type { ItemProcessor, MapState, StateDefinition } from "../asl/index.js";
import { CatchingState } from "./catching-state.js";
import type { Exactly, Has, InputWith, OutputWith } from "./data-flow.js";
import { fieldsOf, type OptionsOf } from "./fields.js";
import { writeScope } from "./scope.js";
import type { Scope, Writing } from "./state.js";

/** The fields of a Map, but for its processor; catchers are given with `catch()`. */
export interface MapOptions extends OptionsOf<MapState, "ItemProcessor" | "Iterator" | "Catch"> {
  /**
   * `inline` (default): iterations are part of the execution, at most 40 at once. `distributed`:
   * each is an execution of its own.
   */
  readonly mode?: "inline" | "distributed" | undefined;
  /** Of the executions of a distributed Map. Default STANDARD. */
  readonly executionType?: "STANDARD" | "EXPRESS" | undefined;
}

/** A state that runs its processor for each item of a list, and gives the list of what they end with. */
export interface MapOver<Input = unknown, Output = unknown> extends CatchingState<Input, Output> {
  readonly type: "Map";
  readonly processor: Scope;
  /** The same state, with the types that its options make of its data. */
  gives<Stated, Taken = Input>(): MapOver<Taken, Stated>;
}

class ItemsOf extends CatchingState {
  readonly type = "Map";
  readonly processor: Scope;
  readonly #field: "ItemProcessor" | "Iterator";
  readonly #config: ItemProcessor["ProcessorConfig"];

  /** @param field the name of the processor's field, of which the older one is still read. */
  constructor(
    name: string,
    processor: Scope,
    { mode, executionType, ...options }: MapOptions = {},
    field: "ItemProcessor" | "Iterator" = "ItemProcessor",
  ) {
    super(name, fieldsOf(options));
    this.processor = processor;
    this.#field = field;
    if (mode === "distributed") {
      this.#config = { Mode: "DISTRIBUTED", ExecutionType: executionType ?? "STANDARD" };
    } else if (mode === "inline") this.#config = { Mode: "INLINE" };
  }

  gives(): this {
    return this;
  }

  override write(writing: Writing): StateDefinition {
    const config =
      this.#config ?? (this.processor.scopeFields as ItemProcessor | undefined)?.ProcessorConfig;
    const scope = writeScope(this.processor, {
      ...writing,
      where: `the processor of ${this}`,
      inIteration: config?.Mode !== "DISTRIBUTED",
    });
    return {
      Type: "Map",
      ...this.fields,
      [this.#field]: { ...(config === undefined ? {} : { ProcessorConfig: config }), ...scope },
      ...this.transition(),
    };
  }
}

/** Of a Map whose items are its input as it is. */
type Items<Options, Item> =
  Has<Options, "itemsPath" | "items" | "itemSelector" | "itemReader" | "itemBatcher"> extends true
    ? unknown
    : readonly Item[];

type Results<Options, Result> = Has<Options, "resultWriter"> extends true ? unknown : Result[];

interface MapConstructor {
  /** The processor is a chain, which tells what it ends with, or the state that it begins with. */
  new <Item, Result, const Options extends MapOptions = object>(
    name: string,
    processor: Scope<Item, Result>,
    options?: Exactly<Options, MapOptions>,
  ): MapOver<
    InputWith<Options, Items<Options, Item>>,
    OutputWith<Options, Results<Options, Result>>
  >;
}

export const MapOver = ItemsOf as unknown as MapConstructor; // types that depend on the options

/** A Map as a document has it. */
export function readMap(
  name: string,
  processor: Scope,
  options: object,
  field: "ItemProcessor" | "Iterator",
): CatchingState {
  return new ItemsOf(name, processor, options, field);
}
