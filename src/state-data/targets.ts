import { InvalidArgumentError } from "../shared/errors.js";
import { UntrustedPointerError } from "./errors.js";
import { checkName, partitionKeyOf } from "./keys.js";
import {
  type Location,
  type MapIterationEvent,
  readLocation,
  readMapIterationEvent,
  type Target,
} from "./pointer.js";
import type { Settings } from "./settings.js";
import { isStateKey, type StateKey, schemaOf } from "./state-key.js";

/** What keys, pointers and events stand for, and whether this client may go there. */
export type Targets = ReturnType<typeof createTargets>;

export function createTargets({ table, namespace, isTrustedTable }: Settings) {
  return {
    /** A key of this execution, or a pointer into the client's own table. */
    local(target: string | StateKey | Location): Target {
      const schema = schemaOf(target);
      if (typeof target === "object" && target !== null && !isStateKey(target)) {
        return { ...inOwnTable(readLocation(target)), schema };
      }
      const key = checkName("key", isStateKey(target) ? target.key : target);
      if (namespace === undefined) throw noNamespace(key);
      const partitionKey = partitionKeyOf(namespace, key);
      return { table: table ?? noTable(), partitionKey, byName: true, schema };
    },

    /** A place in any table that is trusted. */
    global(location: Location): Target {
      return { ...inTrustedTable(readLocation(location)), schema: schemaOf(location) };
    },

    /** The item of a Map iteration over a list in the client's own table. */
    localIteration(event: MapIterationEvent): Target {
      return { ...inOwnTable(readMapIterationEvent(event)), schema: schemaOf(event) };
    },

    /** The item of a Map iteration over a list in any table that is trusted. */
    globalIteration(event: MapIterationEvent): Target {
      return { ...inTrustedTable(readMapIterationEvent(event)), schema: schemaOf(event) };
    },
  };

  function inOwnTable(target: Target): Target {
    const own = table ?? noTable();
    if (target.table === own) return target;
    throw new UntrustedPointerError(
      `The pointer leads to the table "${target.table}", and the local methods use only "${own}". If it may come from another project, use the Global method of the same name.`,
      target.table,
    );
  }

  function inTrustedTable(target: Target): Target {
    if (isTrustedTable(target.table)) return target;
    throw new UntrustedPointerError(
      `The pointer leads to the table "${target.table}", which is neither this client's own nor among "trusted.tables".`,
      target.table,
    );
  }
}

function noTable(): never {
  throw new InvalidArgumentError(
    `Expected a table for local items, got none. Give the "table" option, or set SFN_DATA_TABLE where the Context is made.`,
  );
}

function noNamespace(key: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `The key "${key}" is local to an execution, and which execution this is, is not known. Pass a pointer instead of the key, give the "namespace" option, or let the Task state send its context: "Parameters": { "input.$": "$", "context.$": "$$" } and task(run) or Context.fromEvent(event).`,
  );
}
