import type { CallOptions, ItemOptions, ListOptions, MapOutputOptions } from "./call-options.js";
import { type Calls, createCalls, outputTarget } from "./calls.js";
import type { Deleted } from "./delete-items.js";
import type { ItemPointer, ListPointer, Location, MapIterationEvent, Target } from "./pointer.js";
import type { Items } from "./put-list.js";
import { readSettings, type StateDataClientOptions } from "./settings.js";
import type { StateKey } from "./state-key.js";
import { createTargets, type Targets } from "./targets.js";

/** What names an item or a list: a key of this execution, named or typed, or a pointer. */
export type Named<T> = string | StateKey<T, unknown> | ItemPointer<T> | ListPointer<T>;

/** What names a list: a key of this execution, named or typed, or a pointer. */
export type NamedList<T = unknown> = string | StateKey<T, unknown> | ListPointer<T>;

type AllowMissing = ListOptions & { readonly allowMissing: true };

/**
 * Keeps state data in DynamoDB, and what is large in S3, and gives out small pointers to pass
 * through the state machine. Local methods use this client's own table; the Global ones any table.
 *
 * Every method may throw InvalidArgumentError (nothing was sent), StateDataAccessError (the table
 * or bucket is missing or not allowed) and StateDataUnavailableError (try again); and, where a key
 * with a schema is given, StateDataSchemaError.
 */
export class StateDataClient {
  /** The table of local items; undefined allows the Global methods only. */
  readonly table: string | undefined;
  /** What the partition keys of local items begin with; undefined allows pointers only. */
  readonly namespace: string | undefined;
  readonly #targets: Targets;
  readonly #calls: Calls;

  /** Makes no request and no SDK client. @throws InvalidArgumentError */
  constructor(options: StateDataClientOptions) {
    const settings = readSettings(options);
    this.table = settings.table;
    this.namespace = settings.namespace;
    this.#targets = createTargets(settings);
    this.#calls = createCalls(settings);
  }

  /**
   * Puts one item, under a key of this execution or where a pointer leads; replaces what was there.
   *
   * @param data anything that JSON can carry.
   * @throws PayloadTooLargeError when it needs a bucket and there is none.
   */
  async putItem<Given, T = Given>(
    target: string | StateKey<T, Given> | ItemPointer<Given> | ListPointer<Given>,
    data: Given,
    options: ItemOptions = {},
  ): Promise<ItemPointer<T>> {
    return this.#calls.putItem(this.#targets.local(target), data, options);
  }

  /** `putItem` in any table. */
  async putGlobalItem<T>(
    location: Location | ItemPointer<T> | ListPointer<T>,
    data: T,
    options: ItemOptions = {},
  ): Promise<ItemPointer<T>> {
    return this.#calls.putItem(this.#targets.global(location), data, options);
  }

  /**
   * Puts a list. It is immutable: whoever follows the returned pointer reads exactly this list,
   * and the name stands for the list whose put began last. Readers see all of a list or nothing.
   */
  async putItems<Given, T = Given>(
    target: string | StateKey<T, Given> | ListPointer<Given>,
    items: Items<Given>,
    options: CallOptions = {},
  ): Promise<ListPointer<T>> {
    return this.#calls.putItems(this.#targets.local(target), items, options);
  }

  /** `putItems` in any table, under the partition key `<namespace>:<key>`. */
  async putGlobalItems<T>(
    location: Location | ListPointer<T>,
    items: Items<T>,
    options: CallOptions = {},
  ): Promise<ListPointer<T>> {
    return this.#calls.putItems(this.#targets.global(location), items, options);
  }

  /**
   * Gets one item, by key or by pointer.
   *
   * @throws StateDataNotFoundError, StateDataIntegrityError, StateDataConflictError
   */
  async getItem<T = unknown>(target: Named<T>, options: ItemOptions = {}): Promise<T> {
    return this.#calls.getItem(this.#targets.local(target), options);
  }

  /** `getItem` from any table. */
  async getGlobalItem<T = unknown>(
    location: Location | ItemPointer<T> | ListPointer<T>,
    options: ItemOptions = {},
  ): Promise<T> {
    return this.#calls.getItem(this.#targets.global(location), options);
  }

  /**
   * Gets all items of a list, in order: the whole list or an error. Single rows that were put by
   * index under one key are a list, too.
   *
   * @throws StateDataNotFoundError (with the `missing` indexes), StateDataIntegrityError,
   * StateDataConflictError
   */
  getItems<T = unknown>(target: Named<T>, options: AllowMissing): Promise<(T | undefined)[]>;
  getItems<T = unknown>(target: Named<T>, options?: ListOptions): Promise<T[]>;
  async getItems<T>(target: Named<T>, options: ListOptions = {}): Promise<T[]> {
    return this.#calls.getItems(this.#targets.local(target), options);
  }

  /** `getItems` from any table. */
  getGlobalItems<T = unknown>(
    location: Location | ListPointer<T>,
    options: AllowMissing,
  ): Promise<(T | undefined)[]>;
  getGlobalItems<T = unknown>(
    location: Location | ListPointer<T>,
    options?: ListOptions,
  ): Promise<T[]>;
  async getGlobalItems<T>(location: Location, options: ListOptions = {}): Promise<T[]> {
    return this.#calls.getItems(this.#targets.global(location), options);
  }

  /**
   * Gets the items of a list one by one, in order, with bounded memory: rows a page ahead, overflow
   * objects up to `concurrency` ahead. A gap is an error where it is reached.
   */
  async *iterateItems<T = unknown>(
    target: Named<T>,
    options: ListOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    yield* this.#calls.iterateItems<T>(this.#targets.local(target), options);
  }

  /** `iterateItems` over any table. */
  async *iterateGlobalItems<T = unknown>(
    location: Location | ListPointer<T>,
    options: ListOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    yield* this.#calls.iterateItems<T>(this.#targets.global(location), options);
  }

  /**
   * Deletes what a key or pointer stands for: the name first, then the rows, then their objects.
   * Deleting what is not there is no error, and a call that ended half-way may be repeated.
   */
  async deleteItems(
    target: string | StateKey | Location,
    options: ItemOptions = {},
  ): Promise<Deleted> {
    return this.#calls.deleteItems(this.#targets.local(target), options);
  }

  /** `deleteItems` in any table. */
  async deleteGlobalItems(location: Location, options: ItemOptions = {}): Promise<Deleted> {
    return this.#calls.deleteItems(this.#targets.global(location), options);
  }

  /** Gets the item of this Map iteration; the namespace is the event's. */
  async getItemForMapIteration<T = unknown>(
    event: MapIterationEvent<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#calls.getItem(this.#targets.localIteration(event), options);
  }

  /** `getItemForMapIteration` where the list may be in another project's table. */
  async getGlobalItemForMapIteration<T = unknown>(
    event: MapIterationEvent<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#calls.getItem(this.#targets.globalIteration(event), options);
  }

  /** Puts the output of this Map iteration; see `key`. */
  async putItemForMapIteration<Given, T = Given>(
    event: MapIterationEvent,
    data: Given,
    options: MapOutputOptions<T, Given> = {},
  ): Promise<ItemPointer<T>> {
    return this.#putOutput(this.#targets.localIteration(event), data, options);
  }

  /** `putItemForMapIteration` where the list may be in another project's table. */
  async putGlobalItemForMapIteration<Given, T = Given>(
    event: MapIterationEvent,
    data: Given,
    options: MapOutputOptions<T, Given> = {},
  ): Promise<ItemPointer<T>> {
    return this.#putOutput(this.#targets.globalIteration(event), data, options);
  }

  /**
   * Gets what the iterations over a list put under the output key: one entry for each item of the
   * list, in its order.
   *
   * @param input the pointer (or key) of the list that the Map ran over.
   * @throws StateDataNotFoundError with the indexes that put nothing.
   */
  getMapOutputs<T = unknown>(
    input: NamedList,
    key: string | StateKey<T, unknown>,
    options: AllowMissing,
  ): Promise<(T | undefined)[]>;
  getMapOutputs<T = unknown>(
    input: NamedList,
    key: string | StateKey<T, unknown>,
    options?: ListOptions,
  ): Promise<T[]>;
  async getMapOutputs<T>(
    input: NamedList,
    key: string | StateKey,
    options: ListOptions = {},
  ): Promise<T[]> {
    return this.#calls.getOutputs(this.#targets.local(input), key, options);
  }

  /** `getMapOutputs` where the list may be in another project's table. */
  getGlobalMapOutputs<T = unknown>(
    input: Location | ListPointer,
    key: string | StateKey<T, unknown>,
    options: AllowMissing,
  ): Promise<(T | undefined)[]>;
  getGlobalMapOutputs<T = unknown>(
    input: Location | ListPointer,
    key: string | StateKey<T, unknown>,
    options?: ListOptions,
  ): Promise<T[]>;
  async getGlobalMapOutputs<T>(
    input: Location,
    key: string | StateKey,
    options: ListOptions = {},
  ): Promise<T[]> {
    return this.#calls.getOutputs(this.#targets.global(input), key, options);
  }

  /**
   * Deletes what the iterations over a list put under the output key. The list itself stays.
   *
   * @param input the pointer (or key) of the list that the Map ran over.
   */
  async deleteMapOutputs(
    input: NamedList,
    key: string | StateKey,
    options: CallOptions = {},
  ): Promise<Deleted> {
    return this.#calls.deleteOutputs(this.#targets.local(input), key, options);
  }

  /** `deleteMapOutputs` where the list may be in another project's table. */
  async deleteGlobalMapOutputs(
    input: Location | ListPointer,
    key: string | StateKey,
    options: CallOptions = {},
  ): Promise<Deleted> {
    return this.#calls.deleteOutputs(this.#targets.global(input), key, options);
  }

  /** Beside the input under a key of its own, or in the input's place. */
  #putOutput<T, Given>(input: Target, data: Given, options: MapOutputOptions<T, Given>) {
    const { key, ...rest } = options;
    const target =
      key === undefined ? input : { ...outputTarget(input, key), index: input.index ?? 0 };
    return this.#calls.putItem<T>(target, data, rest);
  }
}
