import { expect, test } from "vitest";
import { failing, greeting, ROLE, shouts, startStage } from "./app-fixture.js";

test("activities and state machines are registered, then left as they are", async () => {
  const { sfn } = await startStage({ stateMachines: greeting(), activities: shouts() });

  const first = await sfn(["register"]);
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toBe("created  activity demo-shout\ncreated  state machine greeting\n");
  const again = await sfn(["register"]);
  expect(again.out).toBe("unchanged  activity demo-shout\nunchanged  state machine greeting\n");
});

test("what differs is shown, and changed only when that is allowed", async () => {
  const { sfn, sfnOf } = await startStage({ stateMachines: greeting() });
  await sfn(["register"]);
  const changed = sfnOf({ stateMachines: greeting("?"), roleArn: ROLE });

  const refused = await changed(["register"]);
  expect(refused).toEqual({
    code: 5,
    out: 'differs  state machine greeting\n  ~ definition.States.Begin.Comment: "!" -> "?"\n',
    err: "Nothing was changed where it differs. Give --allow-update to change it.\n",
  });
  const planned = await changed(["register", "--allow-update", "--dry-run"]);
  expect(planned).toMatchObject({ code: 0, out: expect.stringMatching(/^would update/) });
  expect((await changed(["register"])).code).toBe(5);

  expect((await changed(["register", "-u"])).out).toMatch(/^updated {2}state machine greeting/);
  expect(await changed(["register", "--json"])).toMatchObject({
    out: expect.stringContaining('"change":"unchanged"'),
  });
});

test("a dry run does nothing", async () => {
  const { sfn } = await startStage({ stateMachines: greeting(), activities: shouts() });
  const planned = await sfn(["register", "--dry-run"]);
  expect(planned.out).toBe(
    "would create  activity demo-shout\nwould create  state machine greeting\n",
  );
  expect((await sfn(["deregister", "--dry-run"])).out).toBe(
    "not registered  state machine greeting\nnot registered  activity demo-shout\n",
  );
});

test("one kind alone, and a machine with a role and settings of its own", async () => {
  const role = "arn:aws:iam::123456789012:role/own";
  const own = { machine: failing(), roleArn: role, tracing: true, tags: { team: "a" } };
  const { sfn } = await startStage({ stateMachines: [greeting(), own], activities: shouts() });
  expect((await sfn(["register", "-a"])).out).toBe("created  activity demo-shout\n");
  expect((await sfn(["register", "-s"])).out).toBe(
    "created  state machine greeting\ncreated  state machine failing\n",
  );
  const { out } = await sfn(["describe", "failing", "--json"]);
  expect(JSON.parse(out)).toMatchObject({ roleArn: role, tracing: true });
});

test("without a role, a new machine says what to give", async () => {
  const { sfnOf } = await startStage({ stateMachines: greeting() });
  const sfn = sfnOf({ stateMachines: greeting() });
  const { code, err } = await sfn(["register"]);
  expect(code).toBe(2);
  expect(err).toContain('Expected the option "roleArn" to register "greeting"');
  expect((await sfn(["register", "--role-arn", ROLE])).code).toBe(0);
});

test("deregistering deletes exactly what the app has", async () => {
  const { sfn, sfnOf } = await startStage({ stateMachines: greeting(), activities: shouts() });
  await sfn(["register"]);
  const other = sfnOf({ stateMachines: failing(), roleArn: ROLE });
  await other(["register"]);
  expect((await sfn(["deregister", "--dry-run"])).out).toMatch(/^would delete.*\nwould delete/);
  expect((await sfn(["deregister"])).out).toBe(
    "deleted  state machine greeting\ndeleted  activity demo-shout\n",
  );
  expect(await sfn(["deregister"])).toMatchObject({
    code: 0,
    out: "not registered  state machine greeting\nnot registered  activity demo-shout\n",
  });
  expect((await other(["describe"])).code).toBe(0);
});

test("a machine of another type says that a type cannot be changed", async () => {
  const { sfn, sfnOf } = await startStage({ stateMachines: failing() });
  await sfn(["register"]);
  const express = { name: "failing", type: "EXPRESS", definition: failing().definition() } as const;
  const { code, err } = await sfnOf({ stateMachines: express, roleArn: ROLE })(["register", "-u"]);
  expect([code, err]).toEqual([
    5,
    expect.stringContaining("type of a state machine cannot be changed"),
  ]);
});
