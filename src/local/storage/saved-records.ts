import { keys } from "./keys.js";
import { SavedMap } from "./saved-map.js";
import type { Storage } from "./storage.js";

/** How a value is written as JSON, where it is not JSON itself. */
export interface RecordForm<Value> {
  toRecord(value: Value): unknown;
  fromRecord(record: never): Value;
}

/**
 * The records of one kind, by their id. Rejects with LocalDataError where one of them cannot be read.
 * Without a form, the values are JSON.
 */
export async function savedRecords<Value>(
  storage: Storage,
  kind: string,
  form: RecordForm<Value> = {
    toRecord: (value) => value,
    fromRecord: (record) => record,
  },
): Promise<SavedMap<Value>> {
  const prefix = keys.record(kind);
  const entries: [string, Value][] = [];
  for await (const [key, text] of storage.entries(prefix)) {
    try {
      entries.push([key.slice(prefix.length), form.fromRecord(JSON.parse(text) as never)]); // written below
    } catch (cause) {
      throw storage.unreadable(key, cause);
    }
  }
  return new SavedMap(entries, (id, value) => {
    const text = value === undefined ? undefined : JSON.stringify(form.toRecord(value));
    // Who answers a request waits for it, and hears when it fails.
    storage.write([{ key: keys.record(kind, id), text }]).catch(() => {});
  });
}
