import { deepEqual, equal, rejects } from "node:assert/strict";
// #region test
import { createTestContext } from "sfn-task-tools/local";
import { collect, count, report } from "./typed-keys.js"; // the handlers of a state machine

export async function countsTheWordsOfEach() {
  await using aws = await createTestContext();
  const cast = [{ name: "Jerry", lines: ["What's the deal?"] }];

  const list = await collect(aws.event(cast), aws.lambda);
  for (const event of aws.mapEvents(list)) await count(event, aws.lambda);
  deepEqual(await report(aws.event(list), aws.lambda), ["Jerry: 3"]);

  deepEqual(await aws.stateData.getItems("characters"), cast);
}
// #endregion test

// #region faults
export async function survivesWhatPasses() {
  await using aws = await createTestContext();
  aws.faults.throttle({ operation: "BatchWriteItem", times: 2 });
  aws.faults.loseAnswer({ operation: "PutItem" }); // the list's head is put, and nobody hears of it
  const list = await collect(aws.event([]), aws.lambda);
  equal(list.items.length, 0);
}

export async function saysThatItHasExpired() {
  await using aws = await createTestContext();
  const list = await collect(aws.event([{ name: "Jerry", lines: [] }]), aws.lambda);
  await aws.expireAll();
  await rejects(report(aws.event(list), aws.lambda), { name: "StateDataNotFoundError" });
}

// #endregion faults

// #region stop
import { type Context, task } from "sfn-task-tools";

const checkFlag = task(async (input: { flag: string }, context: Context) => {
  if (input.flag === "off") await context.stopExecution({ error: "FeatureDisabled" });
});

export async function stopsWhenTheFlagIsOff() {
  await using aws = await createTestContext();
  await checkFlag(aws.event({ flag: "off" }), aws.lambda);
  equal(aws.stepFunctionsCalls[0]?.operation, "StopExecution");
  equal(aws.stepFunctionsCalls[0]?.input.error, "FeatureDisabled");
}
// #endregion stop

export default async function () {
  await countsTheWordsOfEach();
  await survivesWhatPasses();
  await saysThatItHasExpired();
  await stopsWhenTheFlagIsOff();
}
