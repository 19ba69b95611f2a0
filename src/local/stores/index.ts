export {
  type StoreClientConfig,
  type Stores,
  type StoresOptions,
  startStores,
} from "./start-stores.js";
