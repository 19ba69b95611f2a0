import { STATE_DATA_RETRY } from "sfn-task-tools";
import { LambdaFunction, mapItems, StateMachine, Task } from "sfn-task-tools/workflow";
import type { checkFlag, collect, rateEntry, report } from "./handlers.js";

/** What passes by itself: state data out of reach for a while, and Lambda too busy or down. */
const retry = [
  ...STATE_DATA_RETRY,
  {
    ErrorEquals: [
      "Lambda.TooManyRequestsException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
    ],
    MaxAttempts: 8,
    MaxDelaySeconds: 30,
    JitterStrategy: "FULL",
  },
] as const;

// #region states
const checkingFlag = new Task("CheckFlag", new LambdaFunction<typeof checkFlag>("checkFlag"), {
  retry,
  resultPath: null,
});
const collecting = new Task("Collect", new LambdaFunction<typeof collect>("collect"), { retry });
const rating = new Task("RateEntry", new LambdaFunction<typeof rateEntry>("rateEntry"), { retry });
const reporting = new Task("Report", new LambdaFunction<typeof report>("report"), { retry });

const ratingAll = mapItems("RateEntries", "$.apis", rating, { maxConcurrency: 40 });

/**
 * The state machine: from handler to handler the compiler checks what goes on. Functions are meant
 * by their names; whoever registers or deploys it says which ARNs they have.
 */
export const machine = new StateMachine(
  "browser-compat",
  checkingFlag.next(collecting).next(ratingAll).next(reporting),
  { comment: "How well browsers support the web platform: one Map iteration for each web API." },
);
// #endregion states
