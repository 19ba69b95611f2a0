import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { type Context, isOffloaded, type Offloaded, task } from "sfn-task-tools";
import { fill, readDocument, taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

const loadPages = async (show: string) => [`${show} `.repeat(60_000)];
const titleOf = (page: string) => page.slice(0, 8);

// #region task
export const collect = task(async (input: { show: string }, { stateData, signal }) => {
  signal.throwIfAborted();
  return stateData.putItem("show", { title: input.show });
});
// #endregion task

// #region offload
export const fetchPages = task(async (input: { show: string }) => await loadPages(input.show), {
  offload: true,
});

export const readTitles = task(async (pages: readonly string[]) => pages.map(titleOf));
// #endregion offload

// #region offload-properties
export const describeShow = task(
  async (input: { show: string }) => ({ status: "FOUND", pages: await loadPages(input.show) }),
  { offload: ["pages"] },
);
// #endregion offload-properties

// #region merges
export const addTitle = task(async (input: { show: string }) => ({ title: input.show }), {
  mergesInput: true, // the state has "ResultPath": "$.found"
});
// #endregion merges

// #region resolve
export const countPages = task(
  async (input: { pages: string[] | Offloaded<string[]> }, { stateData }: Context) => {
    const { pages } = input;
    return (isOffloaded(pages) ? await stateData.getItem(pages.$state_data) : pages).length;
  },
  { resolve: false },
);
// #endregion resolve

// #region token
export const askSomeone = task(async (input: { question: string }, context) => {
  const answer = await ask(input.question, () => context.sendTaskHeartbeat());
  if (answer === undefined) await context.sendTaskFailure({ error: "NobodyAnswered" });
  else await context.sendTaskSuccess({ answer });
});
// #endregion token

// #region flat
export const flatTask = task(
  async (event: { show: string; execution_arn: string }, { stateData }) =>
    stateData.putItem("show", { title: event.show }),
  { execution: (event) => (event as { execution_arn?: string }).execution_arn },
);
// #endregion flat

async function ask(question: string, beat: () => Promise<void>): Promise<string | undefined> {
  await beat();
  return question === "who?" ? "me" : undefined;
}

export default async function (stage: Stage) {
  const { lambda, context, stateData } = stage;
  const show = { show: "Seinfeld" };
  const pointer = await collect(taskEvent(stage, show), lambda);
  deepEqual(await stateData.getItem(pointer), { title: "Seinfeld" });

  const pages = await fetchPages(taskEvent(stage, show), lambda);
  ok(isOffloaded(pages));
  ok(JSON.stringify(pages).length < 500);
  deepEqual(await readTitles(taskEvent(stage, pages as never), lambda), ["Seinfeld"]);

  const described = await describeShow(taskEvent(stage, show), lambda);
  equal(described.status, "FOUND");
  ok(isOffloaded(described.pages));
  equal(await countPages(taskEvent(stage, described), lambda), 1);
  deepEqual(await addTitle(taskEvent(stage, show), lambda), { title: "Seinfeld" });
  await rejects(addTitle(taskEvent(stage, { show: "x".repeat(210_000) }), lambda), {
    name: "PayloadTooLargeError",
    message: /of them the input/,
  });

  const { States } = readDocument<{ States: { Callback: { Parameters: { Payload: unknown } } } }>(
    "context.asl.json",
  );
  const withToken = taskEvent(stage, { question: "who?" });
  Object.assign(withToken.context as object, { Task: { Token: "token" } });
  const event = fill(States.Callback.Parameters.Payload, withToken.input, withToken.context);
  equal(await askSomeone(event as never, lambda), undefined);

  const execution_arn = context.execution?.arn ?? "";
  const flat = await flatTask({ show: "Seinfeld", execution_arn }, lambda);
  equal(flat.partition_key, pointer.partition_key);
}
