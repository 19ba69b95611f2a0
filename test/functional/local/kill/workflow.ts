const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
export const ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:by-hand";
export const CHILD = "arn:aws:states:us-east-1:123456789012:stateMachine:child";
export const ITEMS = 25;

const said = (did: string) => ({ "run.$": "$$.Execution.Name", did });
const retry = [{ ErrorEquals: ["NotYet"], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 20 }];

/** What the nested execution does. */
export const child = {
  StartAt: "Short",
  States: {
    Short: { Type: "Wait", Seconds: 1, Next: "Work" },
    Work: { Type: "Task", Resource: `${FUNCTION}step`, End: true },
  },
};

/** One of each that waits for something: functions, retries, time, workers, tokens, executions, branches, items. */
export const workflow = {
  StartAt: "First",
  States: {
    First: {
      Type: "Task",
      Resource: `${FUNCTION}step`,
      Parameters: said("first"),
      ResultPath: "$.first",
      Next: "Both",
    },
    Both: {
      Type: "Parallel",
      ResultPath: "$.both",
      Next: "ByHand",
      Branches: [
        {
          StartAt: "Pause",
          States: {
            Pause: { Type: "Wait", Seconds: 1, Next: "Flaky" },
            Flaky: {
              Type: "Task",
              Resource: `${FUNCTION}flaky`,
              Parameters: said("flaky"),
              Retry: retry,
              End: true,
            },
          },
        },
        {
          StartAt: "Each",
          States: {
            Each: {
              Type: "Map",
              ItemsPath: "$.items",
              MaxConcurrency: 4,
              ItemSelector: { "run.$": "$$.Execution.Name", "did.$": "$$.Map.Item.Value" },
              ItemProcessor: {
                StartAt: "Item",
                States: { Item: { Type: "Task", Resource: `${FUNCTION}step`, End: true } },
              },
              End: true,
            },
          },
        },
      ],
    },
    ByHand: {
      Type: "Task",
      Resource: ACTIVITY,
      Parameters: said("by hand"),
      ResultPath: "$.hand",
      Next: "Nested",
    },
    Nested: {
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: { StateMachineArn: CHILD, Input: said("nested") },
      ResultSelector: { "did.$": "$.Output.did" },
      ResultPath: "$.nested",
      Next: "Asked",
    },
    Asked: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: {
        FunctionName: "ask",
        Payload: { ...said("asked"), "token.$": "$$.Task.Token" },
      },
      ResultPath: "$.asked",
      Next: "Last",
    },
    Last: {
      Type: "Task",
      Resource: `${FUNCTION}step`,
      Parameters: said("last"),
      ResultPath: "$.last",
      End: true,
    },
  },
};

/** Items that are no numbers, and beyond what is stored within a document. */
export const input = {
  items: Array.from(
    { length: ITEMS },
    (_, item) => `item ${item}${item % 5 === 0 ? " ".repeat(700) : ""}`,
  ),
};

/** What comes of it, whatever happens meanwhile. */
export const output = {
  ...input,
  first: { did: "first" },
  both: [{ did: "flaky" }, input.items.map((did) => ({ did }))],
  hand: { did: "by hand" },
  nested: { did: "nested" },
  asked: "yes",
  last: { did: "last" },
};
