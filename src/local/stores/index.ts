export type { KeptStores } from "./kept-stores.js";
export {
  type StoreClientConfig,
  type Stores,
  type StoresOptions,
  startStores,
  startStoresBehind,
} from "./start-stores.js";
