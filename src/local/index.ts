export {
  type StoreClientConfig,
  type Stores,
  type StoresOptions,
  startStores,
} from "./stores/index.js";
