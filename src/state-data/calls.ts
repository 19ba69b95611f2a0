import { InvalidArgumentError } from "../shared/errors.js";
import { type Call, startCall } from "./attempts.js";
import type { CallOptions, ItemOptions, ListOptions } from "./call-options.js";
import { type Deleted, deleteItems } from "./delete-items.js";
import { reportTo, type StateDataOperation } from "./diagnostics.js";
import { getItem, putItem } from "./items.js";
import { checkIndex, keyWithinNamespace } from "./keys.js";
import { outputsOf } from "./map-outputs.js";
import type { ItemPointer, ListPointer, Target } from "./pointer.js";
import { type Items, putList } from "./put-list.js";
import { collectList, countItems, iterateList, planList } from "./read-list.js";
import type { Settings } from "./settings.js";
import { keyText, type StateKey, schemaOf } from "./state-key.js";

/** What each method of a client does, once it is known what its target stands for. */
export type Calls = ReturnType<typeof createCalls>;

export function createCalls({ store, signal, timeout, requestTimeout }: Settings) {
  return {
    async putItem<T>(target: Target, data: unknown, options: ItemOptions) {
      const index = indexOf(target, options);
      if (target.count !== undefined && (index ?? 0) >= target.count) {
        throw beyondList(target, index);
      }
      await run("putItem", target, options, (call) =>
        putItem(store, call, target, index ?? 0, data),
      );
      const pointer: ItemPointer<T> = {
        ...pointerTo(target),
        ...(index === undefined ? {} : { index }),
      };
      return pointer;
    },

    async putItems<T>(target: Target, items: Items, options: CallOptions) {
      const { partitionKey, count } = await run("putItems", target, options, (call) =>
        putList(store, call, target, items),
      );
      const pointer: ListPointer<T> = {
        ...pointerTo({ ...target, partitionKey }),
        items: new Array<1>(count).fill(1),
      };
      return pointer;
    },

    async getItem<T>(target: Target, options: ItemOptions): Promise<T> {
      const index = indexOf(target, options) ?? 0;
      const item = await run("getItem", target, options, (call) =>
        getItem(store, call, target, index),
      );
      return item as T; // What T is, is between the producer and the consumer.
    },

    async getItems<T>(target: Target, options: ListOptions): Promise<T[]> {
      const items = await run("getItems", target, options, async (call) => {
        const plan = await planList(store, call, target);
        return collectList(store, call, plan, options.allowMissing ?? false);
      });
      return items as T[];
    },

    async *iterateItems<T>(target: Target, options: ListOptions): AsyncGenerator<T> {
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
    },

    async deleteItems(target: Target, { index, ...options }: ItemOptions): Promise<Deleted> {
      const row = index === undefined ? {} : { index: checkIndex(`the "index" option`, index) };
      return run("deleteItems", target, options, (call) =>
        deleteItems(store, call, { ...target, ...row }),
      );
    },

    async getOutputs<T>(input: Target, key: string | StateKey, options: ListOptions): Promise<T[]> {
      const items = await run("getMapOutputs", input, options, async (call) => {
        const plan = await planList(store, call, input);
        const count = await countItems(store, call, plan);
        const outputs = outputTarget({ ...input, partitionKey: plan.partitionKey }, key);
        const hint = `Each iteration puts its output with putItemForMapIteration(event, data, { key: "${keyText(key)}" }).`;
        return collectList(store, call, { ...outputs, count, hint }, options.allowMissing ?? false);
      });
      return items as T[];
    },

    async deleteOutputs(input: Target, key: string | StateKey, options: CallOptions) {
      return run("deleteMapOutputs", input, options, async (call): Promise<Deleted> => {
        const { partitionKey } = await planList(store, call, input);
        return deleteItems(store, call, outputTarget({ ...input, partitionKey }, key));
      });
    },
  };

  /** One call: within its time limit, and with all that it holds let go at its end. */
  async function run<R>(
    operation: StateDataOperation,
    target: Target,
    options: CallOptions,
    work: (call: Call) => Promise<R>,
  ): Promise<R> {
    const report = reportTo(operation, target);
    const { call, end } = startCall([signal, options.signal], timeout, requestTimeout);
    try {
      const result = await work(call);
      report(call.meter);
      return result;
    } catch (error) {
      report(call.meter, error);
      throw error;
    } finally {
      end();
    }
  }
}

/** Where the outputs of a Map stand, and what checks them: see `outputsOf`. */
export function outputTarget(input: Target, key: string | StateKey): Target {
  return { ...outputsOf(input, keyText(key)), schema: schemaOf(key) };
}

/** The index that the options name, or else the pointer. */
function indexOf(target: Target, options: ItemOptions): number | undefined {
  const given = options.index === undefined ? target.index : options.index;
  return given === undefined ? undefined : checkIndex(`the "index" option`, given);
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
