// #region test
import { createTestContext } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { collect, countWords, report } from "./handlers.js";

test("the longest part is found, whatever DynamoDB does meanwhile", async () => {
  await using aws = await createTestContext();
  aws.faults.throttle({ operation: "BatchWriteItem" });

  const characters = await collect(aws.event({}));
  for (const event of aws.mapEvents(characters)) await countWords(event);
  expect(await report(aws.event(characters))).toEqual({ name: "Elaine", words: 12 });
});
// #endregion test
