import { expect, test } from "vitest";
import { attack } from "../../fuzz/attack.js";
import { hostileRequests } from "../../fuzz/requests.js";
import { startCommand } from "../../fuzz/start-command.js";
import { ROLE } from "./engine-fixture.js";
import { rawRequest } from "./raw-request.js";

/** FUZZ_REQUESTS and FUZZ_SEED make it longer, and other. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_126);

const send = (endpoint: string, operation: string, input: object) =>
  rawRequest(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(input),
  });

test("whatever is sent is answered as AWS answers, and the engine goes on", {
  timeout: 90_000 + REQUESTS * 20,
}, async () => {
  const victim = await startCommand();
  await send(victim.endpoint, "CreateStateMachine", {
    name: "target",
    type: "EXPRESS",
    roleArn: ROLE,
    definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } }),
  });

  const faults = await attack(victim.endpoint, hostileRequests(SEED, REQUESTS));

  expect(victim.complaints()).toBe("");
  expect(victim.process.exitCode).toBe(null);
  expect(faults.slice(0, 5).map((fault) => JSON.stringify(fault))).toEqual([]);
  expect((await send(victim.endpoint, "ListStateMachines", {})).status).toBe(200);
});
