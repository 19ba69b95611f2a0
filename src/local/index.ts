export type { LocalFunction, LocalFunctions, TaskHandler } from "./resources/index.js";
export { type Local, type LocalOptions, startLocal } from "./start-local.js";
export {
  type StoreClientConfig,
  type Stores,
  type StoresOptions,
  startStores,
} from "./stores/index.js";
