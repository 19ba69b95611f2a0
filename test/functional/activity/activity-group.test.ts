import { CreateActivityCommand, ListActivitiesCommand } from "@aws-sdk/client-sfn";
import { ActivityGroup } from "sfn-task-tools/activity";
import { expect, test } from "vitest";
import { startService } from "../execution/service-fixture.js";

test("a group registers what it defines, again without harm, and deletes exactly that", async () => {
  const { client } = await startService();
  for (const name of ["orders-Pack2", "orders-Other", "Pack"]) {
    await client.send(new CreateActivityCommand({ name }));
  }
  const group = new ActivityGroup("orders-", { client });
  group.define("Pack", () => 1);
  group.define("Send", () => 2, { heartbeatSeconds: 5 });
  expect(await group.registered()).toEqual(new Map());
  const arns = await group.register({ tags: { team: "a" } });
  expect([...arns]).toEqual([
    ["orders-Pack", "arn:aws:states:us-east-1:123456789012:activity:orders-Pack"],
    ["orders-Send", "arn:aws:states:us-east-1:123456789012:activity:orders-Send"],
  ]);
  expect(await group.register()).toEqual(arns);
  expect(await group.registered()).toEqual(arns);
  expect((await group.deregister()).sort()).toEqual(["orders-Pack", "orders-Send"]);
  expect(await group.deregister()).toEqual([]);
  const { activities = [] } = await client.send(new ListActivitiesCommand({}));
  expect(activities.map(({ name }) => name).sort()).toEqual([
    "Pack",
    "orders-Other",
    "orders-Pack2",
  ]);
});
