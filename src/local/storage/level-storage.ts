import { mkdir } from "node:fs/promises";
import { importOptionalPackage } from "../optional-package.js";
import { keys, shown } from "./keys.js";
import { LocalDataError } from "./local-data-error.js";
import type { Storage } from "./storage.js";

/** The part of classic-level that is used. */
interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  getSync(key: string): string | undefined;
  batch(operations: readonly LevelOperation[]): Promise<void>;
  iterator(range: { gte: string; lt: string }): {
    nextv(size: number): Promise<[string, string][]>;
    close(): Promise<void>;
  };
}

type LevelOperation =
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "del"; readonly key: string };

interface ClassicLevel {
  readonly ClassicLevel: new (location: string) => Level;
}

const ENTRIES_AT_ONCE = 1_000;

/** The layout that this version writes, and the only one so far. */
const FORMAT = 1;

/**
 * Opens a folder of LevelDB, and makes it where it is not there. Rejects with LocalDataError when
 * another process uses it, when a newer version wrote it, and when it cannot be read.
 */
export async function openLevelStorage(directory: string): Promise<Storage> {
  const { ClassicLevel } = (await importOptionalPackage("classic-level")) as ClassicLevel;
  await mkdir(directory, { recursive: true });
  const level = new ClassicLevel(directory);
  await level.open().catch((error: unknown) => {
    throw notOpened(directory, error);
  });
  const storage = storageOver(level, directory);
  try {
    await checkFormat(storage, directory);
  } catch (error) {
    await storage.close();
    throw error;
  }
  return storage;
}

function storageOver(level: Level, directory: string): Storage {
  /** What is not yet durable: it is read from here, and written in one batch when the last one is done. */
  let waiting = new Map<string, string | undefined>();
  let underWay = new Map<string, string | undefined>();
  /** The batch that is under way, or done, or that gathers. */
  let last: Promise<void> = Promise.resolve();
  /** The batch that gathers while another one is under way. */
  let next: Promise<void> | undefined;
  let unsettled = 0;
  let failed: LocalDataError | undefined;

  /** The changes of all who come while a batch is under way are the next one. */
  function gather(): Promise<void> {
    if (next !== undefined) return next;
    const batch = last.then(() => {
      next = undefined;
      return writeAll();
    });
    const settle = () => {
      unsettled -= 1;
    };
    unsettled += 1;
    batch.then(settle, settle);
    next = batch;
    last = batch;
    return batch;
  }

  async function writeAll(): Promise<void> {
    if (failed !== undefined) throw failed;
    underWay = waiting;
    waiting = new Map();
    try {
      await level.batch([...underWay].map(operationOf));
    } catch (cause) {
      const message = `The local engine cannot write to "${directory}", and goes on with nothing that it could not keep: ${reasonOf(cause)}. See that there is room and that the folder may be written, and start again`;
      failed = new LocalDataError(message, directory, { cause });
      throw failed;
    } finally {
      underWay = new Map();
    }
  }

  return {
    read(key) {
      if (waiting.has(key)) return waiting.get(key);
      if (underWay.has(key)) return underWay.get(key);
      return level.getSync(key);
    },
    write(changes) {
      if (failed !== undefined) return Promise.reject(failed);
      for (const { key, text } of changes) waiting.set(key, text);
      return gather();
    },
    settled() {
      if (failed !== undefined) return Promise.reject(failed);
      return unsettled === 0 ? undefined : last;
    },
    async *entries(prefix) {
      const iterator = level.iterator({ gte: prefix, lt: `${prefix}\uffff` });
      try {
        for (;;) {
          const page = await iterator.nextv(ENTRIES_AT_ONCE);
          if (page.length === 0) return;
          yield* page;
        }
      } finally {
        await iterator.close();
      }
    },
    unreadable(key, cause) {
      const message = `The record "${shown(key)}" in "${directory}" cannot be read: ${reasonOf(cause)}. Put back a copy of the folder, or remove the folder to begin anew`;
      return new LocalDataError(message, directory, { key: shown(key), cause });
    },
    async close() {
      while (unsettled > 0) await last.catch(() => {});
      await level.close();
    },
  };
}

function operationOf([key, text]: readonly [string, string | undefined]): LevelOperation {
  return text === undefined ? { type: "del", key } : { type: "put", key, value: text };
}

async function checkFormat(storage: Storage, directory: string): Promise<void> {
  const found = storage.read(keys.format);
  if (found === String(FORMAT)) return;
  if (found === undefined) {
    for await (const [key] of storage.entries("")) {
      const message = `The folder "${directory}" holds a LevelDB of something else, whose first key is "${shown(key)}". Give an empty folder`;
      throw new LocalDataError(message, directory);
    }
    await storage.write([{ key: keys.format, text: String(FORMAT) }]);
    return;
  }
  const message = `The folder "${directory}" was written in format ${found} by another version of sfn-task-tools, and this one reads format ${FORMAT}. Use that version, or give another folder`;
  throw new LocalDataError(message, directory);
}

function notOpened(directory: string, cause: unknown): LocalDataError {
  const { code, cause: inner } = cause as { code?: unknown; cause?: { code?: unknown } }; // Level's errors carry codes
  if (code === "LEVEL_LOCKED" || inner?.code === "LEVEL_LOCKED") {
    const message = `The folder "${directory}" is in use by another process. End that one, or give another folder`;
    return new LocalDataError(message, directory, { cause });
  }
  const message = `The folder "${directory}" cannot be opened: ${reasonOf(inner ?? cause)}. Put back a copy of the folder, or remove it to begin anew`;
  return new LocalDataError(message, directory, { cause });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
