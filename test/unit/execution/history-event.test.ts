import { HistoryEventType } from "@aws-sdk/client-sfn";
import { formatHistory, readHistoryEvent } from "sfn-task-tools/execution";
import { expect, test } from "vitest";
import { knownEventTypes } from "../../../src/execution/history-event.js";

const timestamp = new Date("2026-11-20T10:00:00Z");

test("every type of the SDK is known", () => {
  expect(knownEventTypes().sort()).toEqual(Object.values(HistoryEventType).sort());
});

test("an event of a type that is not known is passed through", () => {
  const event = { id: 7, previousEventId: 6, timestamp, type: "TaskDreamt" };
  const read = readHistoryEvent({ ...event, taskDreamtEventDetails: { of: "sheep" } } as never);
  expect(read).toEqual({
    ...event,
    type: "Unknown",
    unknownType: "TaskDreamt",
    details: { of: "sheep" },
  });
  expect(formatHistory([read])).toBe('0.000  [7]  TaskDreamt  details {"of":"sheep"}');
});

test("data that was cut is no JSON, and stays text", () => {
  const read = readHistoryEvent({
    type: "ExecutionSucceeded",
    executionSucceededEventDetails: { output: '{"a":', outputDetails: { truncated: true } },
  } as never);
  expect(read.details).toEqual({ output: '{"a":', outputDetails: { truncated: true } });
});

test("a part of a history is told as far as it goes, in order", () => {
  const parts = [
    {
      id: 12,
      previousEventId: 11,
      type: "TaskStateExited",
      stateExitedEventDetails: { name: "Add" },
    },
    {
      id: 11,
      previousEventId: 10,
      type: "MapIterationFailed",
      mapIterationFailedEventDetails: { name: "Each", index: 3 },
    },
  ];
  const events = parts.map((part) => readHistoryEvent({ ...part, timestamp } as never));
  expect(formatHistory(events)).toBe(
    "0.000  [11]  MapIterationFailed  Each[3]\n0.000  [12]  TaskStateExited  Add  0.000 s",
  );
  expect(formatHistory([])).toBe("");
});

test.each([
  [9_999, "9.999 s"],
  [59_900, "59.9 s"],
  [59_999, "1 min 0 s"],
  [3_599_600, "1 h 0 min"],
  [90_000_000, "1 d 1 h"],
])("%d ms are %s", (milliseconds, told) => {
  const ended = new Date(timestamp.getTime() + milliseconds);
  const events = [
    readHistoryEvent({ id: 1, type: "ExecutionStarted", timestamp }),
    readHistoryEvent({ id: 2, previousEventId: 1, type: "ExecutionAborted", timestamp: ended }),
  ];
  expect(formatHistory(events)).toMatch(new RegExp(`ExecutionAborted {2}${told}$`));
});
