import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";
import { Context } from "sfn-task-tools";
import { taskEvent } from "./support/events.js";
import { getAsPython } from "./support/py2sfn.js";
import type { Stage } from "./support/stage.js";

export default async function (stage: Stage) {
  const event = taskEvent(stage, {});
  const name = stage.context.execution?.name;
  const characters = [{ name: "jerry" }, { name: "elaine ".repeat(1_000) }];

  // #region interop
  const { stateData } = Context.fromEvent(event, { interop: "py2sfn" });
  const list = await stateData.putItems("characters", characters);
  // { table_name, partition_key: "<execution name>:characters", key: "characters", items: [1, 1] }
  // #endregion interop
  equal(list.partition_key, `${name}:characters`);
  equal(list.key, "characters");
  deepEqual(await getAsPython(stage, list.partition_key, 1), characters[1]);
  await stateData.putItems("characters", [characters[1]]);
  deepEqual(await stateData.getItems("characters"), [characters[1]]);

  // #region plain
  const plain = Context.fromEvent(event, { compression: "none" }).stateData;
  const pointer = await plain.putItems("characters", characters);
  // #endregion plain
  notEqual(pointer.partition_key, list.partition_key);
  deepEqual(await getAsPython(stage, pointer.partition_key, 1), characters[1]);

  const compressed = await stage.stateData.putItems("characters", characters);
  deepEqual(await getAsPython(stage, compressed.partition_key, 0), characters[0]); // too small to compress
  await rejects(getAsPython(stage, compressed.partition_key, 1));
  deepEqual(await stage.stateData.getItems(compressed), characters);

  // An object of ours is read by Python, too, where its bucket is the same.
  const large = await Context.fromEvent(event, { compression: "none" }).stateData.putItem(
    "large",
    "x".repeat(100_000),
  );
  deepEqual(await getAsPython(stage, large.partition_key, 0), "x".repeat(100_000));
}
