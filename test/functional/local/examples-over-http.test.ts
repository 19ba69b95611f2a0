import { type LocalOptions, startLocal } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import type { StateMachine } from "sfn-task-tools/workflow";
import { afterEach, expect, test, vi } from "vitest";
import * as adding from "../../../examples/sfini/adding/workflow.js";
import { collect, gather, greet } from "../../../examples/sfini/characters-map/handlers.js";
import { machine as charactersMap } from "../../../examples/sfini/characters-map/machine.js";
import * as errorHandling from "../../../examples/sfini/error-handling/workflow.js";
import * as looping from "../../../examples/sfini/looping/workflow.js";
import * as parallelWait from "../../../examples/sfini/parallel-wait/workflow.js";
import { expectHistory, linesOf } from "../../../examples/sfini/support/golden-history.js";
import { runOverHttp } from "./run-over-http.js";

afterEach(() => vi.unstubAllEnvs());

type Functions = LocalOptions["functions"];
type Row = [
  folder: string,
  machine: StateMachine<never, unknown>,
  functions: Functions,
  input: object,
];

test.each<Row>([
  ["adding", adding.machine, { add: adding.add }, { a: 3, b: 42 }],
  ["characters-map", charactersMap, { collect, gather, greet }, { show: "Seinfeld" }],
  ["error-handling", errorHandling.machine, { raise: errorHandling.raise }, {}],
  ["looping", looping.machine, { increment: looping.increment }, { increment: 3 }],
  [
    "parallel-wait",
    parallelWait.machine,
    { log: parallelWait.log, print: parallelWait.print },
    { level: 20, message: "foo" },
  ],
])(
  "by the AWS SDK over HTTP, the history of %s is the same",
  async (folder, machine, functions, input) => {
    await using local = await startLocal({ ...(functions ? { functions } : {}), clock: "skip" });
    const variables = { ...local.environment, SFN_DATA_TABLE: "state-data" };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    if (folder === "characters-map") await ensureStateDataStore({ table: "state-data" });
    const { status, events } = await runOverHttp(local, machine, input as never);
    expect(status).toBe(folder === "error-handling" ? "FAILED" : "SUCCEEDED");
    const examples = new URL("../../../examples/sfini/", import.meta.url);
    expectHistory(linesOf(events), new URL(`${folder}/`, examples));
  },
);
