import { STATE_DATA_RETRY } from "sfn-task-tools";
import { Fail, Pass, StateMachine, Task } from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";

const task = () => new Task("a", "arn:aws:states:::sns:publish");
const written = (state: Task) => new StateMachine("m", state).definition().States.a;

describe("retry", () => {
  test("leaves the defaults to Step Functions", () => {
    expect(written(task().retry(["States.Timeout"]))).toHaveProperty("Retry", [
      { ErrorEquals: ["States.Timeout"] },
    ]);
  });

  test("has all settings", () => {
    const retried = task().retry(["A", "B"], {
      intervalSeconds: 3,
      maxAttempts: 0,
      backoffRate: 1.5,
      maxDelaySeconds: 60,
      jitterStrategy: "FULL",
      comment: "patient",
    });
    expect(written(retried)).toHaveProperty("Retry", [
      {
        ErrorEquals: ["A", "B"],
        IntervalSeconds: 3,
        MaxAttempts: 0,
        BackoffRate: 1.5,
        MaxDelaySeconds: 60,
        JitterStrategy: "FULL",
        Comment: "patient",
      },
    ]);
  });

  test("takes retriers of the States Language, as an option too", () => {
    const expected = [...STATE_DATA_RETRY, { ErrorEquals: ["States.ALL"] }];
    const called = task().retry(STATE_DATA_RETRY).retry(["States.ALL"]);
    const given = new Task("a", "arn:aws:states:::sns:publish", { retry: STATE_DATA_RETRY });
    expect(written(called)).toHaveProperty("Retry", expected);
    expect(written(given.retry(["States.ALL"]))).toHaveProperty("Retry", expected);
  });
});

describe("catch", () => {
  test("leads to a state, with the error where a path says", () => {
    const fail = new Fail("fail", { error: "WorkerError", cause: "MyError was raised" });
    const caught = task()
      .catch(["MyError"], fail, { resultPath: "$.error-info", comment: "no luck" })
      .catch(["States.ALL"], fail);
    expect(new StateMachine("m", caught).definition().States).toEqual({
      a: {
        Type: "Task",
        Resource: "arn:aws:states:::sns:publish",
        Catch: [
          {
            ErrorEquals: ["MyError"],
            ResultPath: "$.error-info",
            Comment: "no luck",
            Next: "fail",
          },
          { ErrorEquals: ["States.ALL"], Next: "fail" },
        ],
        End: true,
      },
      fail: { Type: "Fail", Error: "WorkerError", Cause: "MyError was raised" },
    });
  });
});

describe.each(["retry", "catch"] as const)("the errors of %s", (method) => {
  const handle = (state: Task, errors: readonly string[]) =>
    method === "retry" ? state.retry(errors) : state.catch(errors, new Pass("next"));

  test.each<[readonly string[], RegExp]>([
    [[], /a list of at least one error name in \w+\(\) of the Task "a", got an array/],
    [[""], /error names in \w+\(\) of the Task "a", got ""/],
    [["States.TimeOut"], /an error name of the States Language .* got "States\.TimeOut"/],
    [["States.ALL", "A"], /States\.ALL alone in/],
  ])("%j are refused", (errors, message) => {
    expect(() => handle(task(), errors)).toThrow(message);
  });

  test("are refused where an earlier one takes them", () => {
    expect(() => handle(handle(task(), ["A"]), ["B", "A"])).toThrow(/no earlier one has.* got "A"/);
    expect(() => handle(handle(task(), ["States.ALL"]), ["A"])).toThrow(
      /States\.ALL last, since it takes all errors/,
    );
  });

  test.each([
    "States.HeartbeatTimeout",
    "States.DataLimitExceeded",
    "States.QueryEvaluationError",
    "States.ExceedToleratedFailureThreshold",
    "Lambda.TooManyRequestsException",
  ])("may be %s", (name) => {
    handle(task(), [name]);
  });
});
