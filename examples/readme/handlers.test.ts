// #region test
import { startStores } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { expect, test } from "vitest";
import { collect, countWords, report } from "./handlers.js";

test("the longest part is found", async () => {
  await using stores = await startStores();
  Object.assign(process.env, stores.environment, { SFN_DATA_TABLE: "state-data" });
  await ensureStateDataStore({ table: "state-data" });

  const Id = "arn:aws:states:eu-west-1:123456789012:execution:cast:run-1";
  const envelope = <T>(input: T) => ({ input, context: { Execution: { Id } } });

  const characters = await collect(envelope({}));
  for (const index of characters.items.keys()) {
    await countWords(
      envelope({
        items_result_table_name: characters.table_name,
        items_result_partition_key: characters.partition_key,
        items_result_key: characters.key,
        context_index: index,
      }),
    );
  }
  expect(await report(envelope(characters))).toEqual({ name: "Elaine", words: 12 });
});
// #endregion test
