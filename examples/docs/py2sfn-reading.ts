import { deepEqual } from "node:assert/strict";
import { Context } from "sfn-task-tools";
import { putAsPython } from "./support/py2sfn.js";
import type { Stage } from "./support/stage.js";

export default async function (stage: Stage) {
  const { context, table, stateData } = stage;
  const { name, arn } = context.execution ?? { name: "", arn: "" };
  await putAsPython(stage, `${name}:characters`, 0, '{"name": "jerry"}');
  await putAsPython(stage, `${name}:characters`, 1, '{"name": "\\u6f22"}');

  const input = {
    characters: {
      table_name: table,
      partition_key: `${name}:characters`,
      key: "characters",
      items: [1, 1] as 1[],
    },
  };
  // #region by-pointer
  const characters = await stateData.getItems(input.characters); // a pointer that Python returned
  // #endregion by-pointer
  deepEqual(characters, [{ name: "jerry" }, { name: "漢" }]);
  deepEqual(
    await stateData.getItemForMapIteration({
      items_result_table_name: table,
      items_result_partition_key: input.characters.partition_key,
      items_result_key: "characters",
      context_index: "0",
    }),
    { name: "jerry" },
  );

  // #region by-name
  const { stateData: python } = new Context({ execution: arn, namespace: name });
  await python.getItems("characters"); // Python's namespace is the execution's name alone
  // #endregion by-name
  deepEqual(await python.getItems("characters"), characters);
}
