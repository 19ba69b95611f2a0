import { startLocal } from "sfn-task-tools/local";

/** The engine and its stores, until they can be called. */
const { endpoint } = await startLocal();
console.log(endpoint);
