import { type LocalOptions, startLocal } from "sfn-task-tools/local";
import { expectTypeOf, test } from "vitest";

interface Order {
  readonly id: string;
}

test("handlers say of which type their event is", () => {
  const ship = async (order: Order, context: { awsRequestId: string }) =>
    `${order.id} ${context.awsRequestId}`;
  const functions = { ship, far: "http://127.0.0.1:9000" } satisfies LocalOptions["functions"];
  expectTypeOf(startLocal).toBeCallableWith({ functions });
});
