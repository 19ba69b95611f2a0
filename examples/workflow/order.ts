import { STATE_DATA_RETRY, task } from "sfn-task-tools";
import {
  Choice,
  Fail,
  LambdaFunction,
  numericGreaterThan,
  StateMachine,
  Succeed,
  Task,
  Wait,
} from "sfn-task-tools/workflow";

// #region handlers
interface Order {
  readonly id: string;
  readonly total: number;
}

export const price = task(async (input: { id: string; prices: number[] }): Promise<Order> => {
  return { id: input.id, total: input.prices.reduce((sum, one) => sum + one, 0) };
});

export const charge = task(async ({ id, total }: Order) => ({ receipt: `${id}: ${total}` }));
// #endregion handlers

// #region states
const pricing = new Task("Price", new LambdaFunction<typeof price>("price"), {
  timeoutSeconds: 30,
  comment: "Adds up what is in the basket",
});
const checking = new Choice<Order>("Is it expensive?");
const waiting = new Wait("Wait a day", { seconds: 86_400 });
const charging = new Task("Charge", new LambdaFunction<typeof charge>("charge"));
const done = new Succeed("Done");
const sorry = new Fail("Sorry", { error: "NotCharged", cause: "The card was refused." });

pricing.next(checking);
checking.when(numericGreaterThan("$.total", 1_000), waiting).otherwise(charging);
waiting.next(charging).next(done);
// #endregion states

// #region errors
charging
  .retry(STATE_DATA_RETRY)
  .retry(["Lambda.TooManyRequestsException"], { maxAttempts: 5, jitterStrategy: "FULL" })
  .catch(["States.ALL"], sorry, { resultPath: "$.failure" });
// #endregion errors

// #region machine
export const machine = new StateMachine("orders", pricing, { timeoutSeconds: 7 * 86_400 });
// #endregion machine

// #region definition
export const definition = machine.definition({ region: "eu-west-1", account: "123456789012" });
// #endregion definition
