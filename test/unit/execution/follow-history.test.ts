import type { HistoryEvent } from "sfn-task-tools/execution";
import { StepFunctions } from "sfn-task-tools/execution";
import { expect, test } from "vitest";
import { exception, stubClient } from "./stub.js";

const ARN = "arn:aws:states:us-east-1:123456789012:execution:machine:run";

/** Follows a run whose history has so many of these events at each look; less than 0 is an outage. */
async function follow(types: readonly string[], looks: readonly number[]) {
  const events = types.map((type, index) => ({ id: index + 1, type, timestamp: new Date() }));
  let look = 0;
  const { client, sent } = stubClient({
    GetExecutionHistory() {
      const length = looks[look] ?? events.length;
      look += 1;
      if (length < 0) throw exception("ThrottlingException");
      return { events: events.slice(0, length).reverse() };
    },
  });
  const followed: HistoryEvent[] = [];
  for await (const event of new StepFunctions({ client }).execution(ARN).follow()) {
    followed.push(event);
  }
  return { followed: followed.map(({ type }) => type), looks: look, sent };
}

test("the earlier end of a run that was redriven is not its end", async () => {
  const all = ["ExecutionStarted", "ExecutionFailed", "ExecutionRedriven", "ExecutionSucceeded"];
  expect(await follow(all, [3, 3])).toMatchObject({ followed: all, looks: 3 });
});

test.each(["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"])(
  "%s is the end",
  async (end) => {
    expect(await follow(["ExecutionStarted", end], [])).toMatchObject({ looks: 1 });
  },
);

test("an outage loses no event and tells none twice", { timeout: 20_000 }, async () => {
  const all = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"];
  expect(await follow(all, [1, -1, 3, -1])).toMatchObject({ followed: all, looks: 5 });
});

test("a look asks for the newest events, and only few of those that were seen", async () => {
  const { sent } = await follow(["ExecutionStarted", "ExecutionSucceeded"], [1]);
  for (const [, input] of sent) {
    expect(input).toMatchObject({
      reverseOrder: true,
      maxResults: 200,
      includeExecutionData: true,
    });
  }
});

test("events that come again because others happen between two pages are told once", async () => {
  const type = (id: number) => (id === 6 ? "ExecutionSucceeded" : "PassStateEntered");
  const page = (ids: number[], nextToken?: string) => ({
    events: ids.map((id) => ({ id, type: type(id), timestamp: new Date() })),
    nextToken,
  });
  const pages = [page([4, 3], "2"), page([4, 3], "4"), page([2, 1]), page([6, 5, 4])];
  const { client } = stubClient({ GetExecutionHistory: () => pages.shift() ?? {} });
  const ids: number[] = [];
  for await (const { id } of new StepFunctions({ client }).execution(ARN).follow()) ids.push(id);
  expect(ids).toEqual([1, 2, 3, 4, 5, 6]);
});
