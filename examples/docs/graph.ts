import { equal, match, ok } from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SFNClient } from "@aws-sdk/client-sfn";
import { StepFunctions } from "sfn-task-tools/execution";
import { graphOf, type HistoryEvent, overlayOf, toMermaid, toSvg } from "sfn-task-tools/graph";
import { startLocal } from "sfn-task-tools/local";
import { Choice, numericLessThan, Pass, StateMachine, Wait } from "sfn-task-tools/workflow";
import { temporaryFolder } from "./support/temporary-folder.js";

export default async function () {
  await using folder = await temporaryFolder();
  await using local = await startLocal({ clock: "skip" });
  const client = new SFNClient(local.clientConfig());

  // #region draw
  const count = new Pass("Count", { parameters: { "n.$": "States.MathAdd($.n, 1)" } });
  const wait = new Wait("Wait a minute", { seconds: 60 });
  const enough = new Choice("Enough?");
  count.next(wait).next(enough);
  enough.when(numericLessThan("$.n", 5), count).otherwise(new Pass("Done").end());
  const machine = new StateMachine("counting", count);

  await writeFile(join(folder.path, "counting.svg"), toSvg(machine));
  await writeFile(join(folder.path, "counting.mmd"), toMermaid(machine));
  // #endregion draw

  const stepFunctions = new StepFunctions({ client });
  const roleArn = "arn:aws:iam::123456789012:role/counting";
  await stepFunctions.register(machine, { roleArn });
  const execution = await stepFunctions.start(machine, { n: 0 });
  await execution.wait({ timeLimit: 60_000 });

  // #region history
  const history: HistoryEvent[] = [];
  for await (const event of execution.history()) history.push(event);

  await writeFile(join(folder.path, "run.svg"), toSvg(machine, { history, theme: "light" }));
  // #endregion history

  // #region data
  const graph = graphOf(machine);
  const { status, states } = overlayOf(graph, history);
  for (const node of graph.scope.nodes) {
    if (node.kind === "state") console.log(node.name, states.get(node.id)?.visits ?? 0);
  }
  // #endregion data
  equal(status, "SUCCEEDED");
  const waited = graph.scope.nodes.find(({ name }) => name === "Wait a minute");
  equal(states.get(waited?.id ?? "")?.visits, 5);

  match(await readFile(join(folder.path, "counting.svg"), "utf8"), /Wait a minute/);
  match(await readFile(join(folder.path, "counting.mmd"), "utf8"), /^flowchart TB\n/);
  ok((await readFile(join(folder.path, "run.svg"), "utf8")).includes("5 visits"));
}
