import { StateDataClient } from "sfn-task-tools";

/** What a cold Lambda does first: imports the library and puts one item. */
const stateData = new StateDataClient({ table: "bench-state-data", namespace: "bench/cold" });
await stateData.putItem("thing", { name: "Elaine", words: 12 });
process.exit(0);
