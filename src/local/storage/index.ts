export { keys } from "./keys.js";
export { openLevelStorage } from "./level-storage.js";
export { LocalDataError } from "./local-data-error.js";
export { savedRecords } from "./saved-records.js";
export type { Storage } from "./storage.js";
export { StoredRuns } from "./stored-runs.js";
