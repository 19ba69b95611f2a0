import { InvalidArgumentError } from "../shared/errors.js";
import { type Call, startCall } from "./attempts.js";
import type { CallOptions, ItemOptions, ListOptions, MapOutputOptions } from "./call-options.js";
import { type Deleted, deleteItems } from "./delete-items.js";
import { reportTo, type StateDataOperation } from "./diagnostics.js";
import { UntrustedPointerError } from "./errors.js";
import { getItem, putItem } from "./items.js";
import { checkIndex, checkName, keyWithinNamespace, partitionKeyOf } from "./keys.js";
import { outputsOf } from "./map-outputs.js";
import {
  type ItemPointer,
  type ListPointer,
  type Location,
  type MapIterationEvent,
  readLocation,
  readMapIterationEvent,
  type Target,
} from "./pointer.js";
import { type Items, putList } from "./put-list.js";
import { collectList, countItems, iterateList, planList } from "./read-list.js";
import { readSettings, type Settings, type StateDataClientOptions } from "./settings.js";
import type { Store } from "./store.js";

/**
 * Keeps state data in DynamoDB, and what is large in S3, and gives out small pointers to pass
 * through the state machine. Local methods use this client's own table; the Global ones any table.
 *
 * Every method may throw InvalidArgumentError (nothing was sent), StateDataAccessError (the table
 * or bucket is missing or not allowed) and StateDataUnavailableError (try again).
 */
export class StateDataClient {
  readonly #settings: Settings;

  /** Makes no request and no SDK client. @throws InvalidArgumentError */
  constructor(options: StateDataClientOptions) {
    this.#settings = readSettings(options);
  }

  /**
   * Puts one item, under a key of this execution or where a pointer leads; replaces what was there.
   *
   * @param data anything that JSON can carry.
   * @throws PayloadTooLargeError when it needs a bucket and there is none.
   */
  async putItem<T>(
    target: string | ItemPointer<T> | ListPointer<T>,
    data: T,
    options: ItemOptions = {},
  ): Promise<ItemPointer<T>> {
    return this.#putItem(this.#local(target), data, options);
  }

  /** `putItem` in any table. */
  async putGlobalItem<T>(
    location: Location,
    data: T,
    options: ItemOptions = {},
  ): Promise<ItemPointer<T>> {
    return this.#putItem(this.#global(location), data, options);
  }

  /**
   * Puts a list. It is immutable: whoever follows the returned pointer reads exactly this list,
   * and the name stands for the list whose put began last. Readers see all of a list or nothing.
   */
  async putItems<T>(
    target: string | ListPointer<T>,
    items: Items<T>,
    options: CallOptions = {},
  ): Promise<ListPointer<T>> {
    return this.#putItems(this.#local(target), items, options);
  }

  /** `putItems` in any table, under the partition key `<namespace>:<key>`. */
  async putGlobalItems<T>(
    location: Location,
    items: Items<T>,
    options: CallOptions = {},
  ): Promise<ListPointer<T>> {
    return this.#putItems(this.#global(location), items, options);
  }

  /**
   * Gets one item, by key or by pointer.
   *
   * @throws StateDataNotFoundError, StateDataIntegrityError, StateDataConflictError
   */
  async getItem<T = unknown>(
    target: string | ItemPointer<T> | ListPointer<T>,
    options: ItemOptions = {},
  ): Promise<T> {
    return this.#getItem(this.#local(target), options);
  }

  /** `getItem` from any table. */
  async getGlobalItem<T = unknown>(
    location: Location | ItemPointer<T> | ListPointer<T>,
    options: ItemOptions = {},
  ): Promise<T> {
    return this.#getItem(this.#global(location), options);
  }

  /**
   * Gets all items of a list, in order: the whole list or an error. Single rows that were put by
   * index under one key are a list, too.
   *
   * @throws StateDataNotFoundError (with the `missing` indexes), StateDataIntegrityError,
   * StateDataConflictError
   */
  getItems<T = unknown>(
    target: string | ListPointer<T> | ItemPointer<T>,
    options: ListOptions & { readonly allowMissing: true },
  ): Promise<(T | undefined)[]>;
  getItems<T = unknown>(
    target: string | ListPointer<T> | ItemPointer<T>,
    options?: ListOptions,
  ): Promise<T[]>;
  async getItems<T>(target: string | Location, options: ListOptions = {}): Promise<T[]> {
    return this.#getItems(this.#local(target), options);
  }

  /** `getItems` from any table. */
  getGlobalItems<T = unknown>(
    location: Location | ListPointer<T>,
    options: ListOptions & { readonly allowMissing: true },
  ): Promise<(T | undefined)[]>;
  getGlobalItems<T = unknown>(
    location: Location | ListPointer<T>,
    options?: ListOptions,
  ): Promise<T[]>;
  async getGlobalItems<T>(location: Location, options: ListOptions = {}): Promise<T[]> {
    return this.#getItems(this.#global(location), options);
  }

  /**
   * Gets the items of a list one by one, in order, with bounded memory: rows a page ahead, overflow
   * objects up to `concurrency` ahead. A gap is an error where it is reached.
   */
  async *iterateItems<T = unknown>(
    target: string | ListPointer<T> | ItemPointer<T>,
    options: ListOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    yield* this.#iterateItems(this.#local(target), options);
  }

  /** `iterateItems` over any table. */
  async *iterateGlobalItems<T = unknown>(
    location: Location | ListPointer<T>,
    options: ListOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    yield* this.#iterateItems(this.#global(location), options);
  }

  /**
   * Deletes what a key or pointer stands for: the name first, then the rows, then their objects.
   * Deleting what is not there is no error, and a call that ended half-way may be repeated.
   */
  async deleteItems(target: string | Location, options: ItemOptions = {}): Promise<Deleted> {
    return this.#deleteItems(this.#local(target), options);
  }

  /** `deleteItems` in any table. */
  async deleteGlobalItems(location: Location, options: ItemOptions = {}): Promise<Deleted> {
    return this.#deleteItems(this.#global(location), options);
  }

  /** Gets the item of this Map iteration; the namespace is the event's. */
  async getItemForMapIteration<T = unknown>(
    event: MapIterationEvent<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#getItem(this.#ownTable(readMapIterationEvent(event)), options);
  }

  /** `getItemForMapIteration` where the list may be in another project's table. */
  async getGlobalItemForMapIteration<T = unknown>(
    event: MapIterationEvent<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#getItem(this.#trustedTable(readMapIterationEvent(event)), options);
  }

  /** Puts the output of this Map iteration; see `key`. */
  async putItemForMapIteration<T>(
    event: MapIterationEvent,
    data: T,
    options: MapOutputOptions = {},
  ): Promise<ItemPointer<T>> {
    return this.#putOutput(this.#ownTable(readMapIterationEvent(event)), data, options);
  }

  /** `putItemForMapIteration` where the list may be in another project's table. */
  async putGlobalItemForMapIteration<T>(
    event: MapIterationEvent,
    data: T,
    options: MapOutputOptions = {},
  ): Promise<ItemPointer<T>> {
    return this.#putOutput(this.#trustedTable(readMapIterationEvent(event)), data, options);
  }

  /**
   * Gets what the iterations over a list put under the output key: one entry for each item of the
   * list, in its order.
   *
   * @param input the pointer (or key) of the list that the Map ran over.
   * @throws StateDataNotFoundError with the indexes that put nothing.
   */
  getMapOutputs<T = unknown>(
    input: string | ListPointer,
    key: string,
    options: ListOptions & { readonly allowMissing: true },
  ): Promise<(T | undefined)[]>;
  getMapOutputs<T = unknown>(
    input: string | ListPointer,
    key: string,
    options?: ListOptions,
  ): Promise<T[]>;
  async getMapOutputs<T>(
    input: string | ListPointer,
    key: string,
    options: ListOptions = {},
  ): Promise<T[]> {
    return this.#getOutputs(this.#local(input), key, options);
  }

  /** `getMapOutputs` where the list may be in another project's table. */
  getGlobalMapOutputs<T = unknown>(
    input: Location | ListPointer,
    key: string,
    options: ListOptions & { readonly allowMissing: true },
  ): Promise<(T | undefined)[]>;
  getGlobalMapOutputs<T = unknown>(
    input: Location | ListPointer,
    key: string,
    options?: ListOptions,
  ): Promise<T[]>;
  async getGlobalMapOutputs<T>(
    input: Location,
    key: string,
    options: ListOptions = {},
  ): Promise<T[]> {
    return this.#getOutputs(this.#global(input), key, options);
  }

  /**
   * Deletes what the iterations over a list put under the output key. The list itself stays.
   *
   * @param input the pointer (or key) of the list that the Map ran over.
   */
  async deleteMapOutputs(
    input: string | ListPointer,
    key: string,
    options: CallOptions = {},
  ): Promise<Deleted> {
    return this.#deleteOutputs(this.#local(input), key, options);
  }

  /** `deleteMapOutputs` where the list may be in another project's table. */
  async deleteGlobalMapOutputs(
    input: Location | ListPointer,
    key: string,
    options: CallOptions = {},
  ): Promise<Deleted> {
    return this.#deleteOutputs(this.#global(input), key, options);
  }

  async #putItem<T>(target: Target, data: T, options: ItemOptions): Promise<ItemPointer<T>> {
    const given = options.index === undefined ? target.index : options.index;
    const index = given === undefined ? undefined : checkIndex(`the "index" option`, given);
    if (target.count !== undefined && (index ?? 0) >= target.count) throw beyondList(target, index);
    await this.#run("putItem", target, options, (store, call) =>
      putItem(store, call, target, index ?? 0, data),
    );
    return { ...pointerTo(target), ...(index === undefined ? {} : { index }) };
  }

  async #putItems<T>(target: Target, items: Items<T>, options: CallOptions) {
    const { partitionKey, count } = await this.#run("putItems", target, options, (store, call) =>
      putList(store, call, target, items),
    );
    const pointer: ListPointer<T> = {
      ...pointerTo({ ...target, partitionKey }),
      items: new Array<1>(count).fill(1),
    };
    return pointer;
  }

  async #getItem<T>(target: Target, options: ItemOptions): Promise<T> {
    const given = options.index === undefined ? target.index : options.index;
    const index = given === undefined ? 0 : checkIndex(`the "index" option`, given);
    const data = await this.#run("getItem", target, options, (store, call) =>
      getItem(store, call, target, index),
    );
    return data as T; // What T is, is between the producer and the consumer.
  }

  async #getItems<T>(target: Target, options: ListOptions): Promise<T[]> {
    const items = await this.#run("getItems", target, options, async (store, call) => {
      const plan = await planList(store, call, target);
      return collectList(store, call, plan, options.allowMissing ?? false);
    });
    return items as T[];
  }

  async #getOutputs<T>(input: Target, key: string, options: ListOptions): Promise<T[]> {
    const items = await this.#run("getMapOutputs", input, options, async (store, call) => {
      const plan = await planList(store, call, input);
      const count = await countItems(store, call, plan);
      const outputs = { ...outputsOf({ ...input, partitionKey: plan.partitionKey }, key), count };
      const hint = `Each iteration puts its output with putItemForMapIteration(event, data, { key: "${key}" }).`;
      return collectList(store, call, { ...outputs, hint }, options.allowMissing ?? false);
    });
    return items as T[];
  }

  async *#iterateItems<T>(target: Target, options: ListOptions): AsyncGenerator<T> {
    const { store, signal, requestTimeout } = this.#settings;
    const report = reportTo("iterateItems", target);
    const { call, end } = startCall([signal, options.signal], Infinity, requestTimeout);
    let failure: unknown;
    try {
      const plan = await planList(store, call, target);
      const items = iterateList(store, call, plan, options.allowMissing ?? false);
      for await (const item of items) yield item as T;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // Also when the consumer has left early.
      report(call.meter, failure);
      end();
    }
  }

  async #deleteItems(target: Target, { index, ...options }: ItemOptions): Promise<Deleted> {
    const row = index === undefined ? {} : { index: checkIndex(`the "index" option`, index) };
    return this.#run("deleteItems", target, options, (store, call) =>
      deleteItems(store, call, { ...target, ...row }),
    );
  }

  async #deleteOutputs(input: Target, key: string, options: CallOptions): Promise<Deleted> {
    return this.#run("deleteMapOutputs", input, options, async (store, call) => {
      const { partitionKey } = await planList(store, call, input);
      return deleteItems(store, call, outputsOf({ ...input, partitionKey }, key));
    });
  }

  async #putOutput<T>(input: Target, data: T, { key, ...options }: MapOutputOptions) {
    if (key === undefined) return this.#putItem(input, data, options);
    return this.#putItem({ ...outputsOf(input, key), index: input.index ?? 0 }, data, options);
  }

  /** One call: within its time limit, and with all that it holds let go at its end. */
  async #run<R>(
    operation: StateDataOperation,
    target: Target,
    options: CallOptions,
    work: (store: Store, call: Call) => Promise<R>,
  ): Promise<R> {
    const { store, signal, timeout, requestTimeout } = this.#settings;
    const report = reportTo(operation, target);
    const { call, end } = startCall([signal, options.signal], timeout, requestTimeout);
    try {
      const result = await work(store, call);
      report(call.meter);
      return result;
    } catch (error) {
      report(call.meter, error);
      throw error;
    } finally {
      end();
    }
  }

  /** What a key of this execution, or a pointer into this client's own table, stands for. */
  #local(target: string | Location): Target {
    if (typeof target === "object" && target !== null) {
      return this.#ownTable(readLocation(target));
    }
    const key = checkName("key", target);
    const { table, namespace } = this.#settings;
    if (namespace === undefined) throw noNamespace(key);
    return {
      table: table ?? noTable(),
      partitionKey: partitionKeyOf(namespace, key),
      byName: true,
    };
  }

  #ownTable(target: Target): Target {
    const table = this.#settings.table ?? noTable();
    if (target.table === table) return target;
    throw new UntrustedPointerError(
      `The pointer leads to the table "${target.table}", and the local methods use only "${table}". If it may come from another project, use the Global method of the same name.`,
      target.table,
    );
  }

  #global(location: Location): Target {
    return this.#trustedTable(readLocation(location));
  }

  #trustedTable(target: Target): Target {
    if (this.#settings.isTrustedTable(target.table)) return target;
    throw new UntrustedPointerError(
      `The pointer leads to the table "${target.table}", which is neither this client's own nor among "trusted.tables".`,
      target.table,
    );
  }
}

function pointerTo({ table, partitionKey }: Target) {
  return {
    table_name: table,
    partition_key: partitionKey,
    key: keyWithinNamespace(partitionKey),
  };
}

function beyondList({ partitionKey, count }: Target, index = 0): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected an index within the list "${partitionKey}", which has ${count} items, got ${index}: no reader would see what is put there. Put a longer list with putItems.`,
  );
}

function noTable(): never {
  throw new InvalidArgumentError(
    `Expected a table for local items, got none. Give the "table" option, or set SFN_DATA_TABLE where the Context is made.`,
  );
}

function noNamespace(key: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `The key "${key}" is local to an execution, and which execution this is, is not known. Pass a pointer instead of the key, give the "namespace" option, or let the Task state send its context: "Parameters": { "input.$": "$", "context.$": "$$" } and Context.fromEvent(event).`,
  );
}
