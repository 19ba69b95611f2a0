import { join } from "node:path";
import type { ActivityFacts } from "./engine/index.js";
import { type Machine, machineRecords, type Tags } from "./states-api/index.js";
import { keys, openLevelStorage, type Storage, StoredRuns, savedRecords } from "./storage/index.js";
import type { KeptStores } from "./stores/index.js";

/** What the local engine knows when it starts, and where it keeps what becomes of it. */
export interface LocalData {
  readonly machines: Map<string, Machine>;
  readonly activities: Map<string, ActivityFacts>;
  readonly tags: Tags;
  readonly runs: StoredRuns;
  readonly stores: KeptStores;
  /** No time before this may be told, in milliseconds of Unix time. */
  readonly time: number;
  /** Keeps the time along with whatever is kept from now on. */
  keepTime(now: () => number): void;
  close(): Promise<void>;
}

/** Opens the data of an earlier process, or makes a place for them. Rejects with LocalDataError. */
export async function openLocalData(directory: string): Promise<LocalData> {
  const storage = await openLevelStorage(join(directory, "states"));
  try {
    return await readData(storage, join(directory, "dynamodb"));
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function readData(storage: Storage, dynamodb: string): Promise<LocalData> {
  let now: (() => number) | undefined;
  const timed: Storage = {
    ...storage,
    write: (changes) =>
      storage.write(
        now === undefined ? changes : [...changes, { key: keys.clock, text: String(now()) }],
      ),
  };
  return {
    machines: await savedRecords(timed, "machine", machineRecords),
    activities: await savedRecords<ActivityFacts>(timed, "activity"),
    tags: await savedRecords(timed, "tags", {
      toRecord: (tags: Map<string, string>) => [...tags],
      fromRecord: (tags: [string, string][]) => new Map(tags),
    }),
    runs: new StoredRuns(timed),
    stores: {
      dynamodb,
      timeToLive: await savedRecords<string>(timed, "time-to-live"),
      bucketSettings: await savedRecords<Buffer>(timed, "bucket-setting", {
        toRecord: (document) => document.toString("base64"),
        fromRecord: (record: string) => Buffer.from(record, "base64"),
      }),
      settled: async () => storage.settled(),
    },
    time: Number(storage.read(keys.clock) ?? 0),
    keepTime(clock) {
      now = clock;
    },
    close: () => storage.close(),
  };
}
