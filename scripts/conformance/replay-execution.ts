import { playActors } from "./actors.js";
import { eventsOf } from "./histories.js";
import type { Json, JsonObject } from "./json.js";
import type { ExecutionAnswers } from "./judge.js";
import type { Replay } from "./replay.js";
import { OFFERED } from "./service.js";

/** Runs the execution of a case, and gathers what the engine answers. */
export async function replayExecution(replay: Replay): Promise<ExecutionAnswers> {
  const { recorded } = replay;
  const { variant, compare, expected, input_text: input } = recorded;
  const other: Record<string, Json> = {};
  await setUp(replay, other);
  const { name, roleArn, arn: _, type: __, ...extra } = recorded.state_machine;
  const type = variant.type === "EXPRESS" ? variant.type : undefined;
  const created = await replay.createMachine(
    name,
    replay.fillText(recorded.definition_text),
    roleArn,
    type,
    extra,
  );
  other.creation_response = created;
  const params: JsonObject = {
    stateMachineArn: variant.start_through ?? created.stateMachineArn ?? "",
    ...variant.start_extra,
    ...(input === null ? {} : { input: replay.fillText(input) }),
  };
  if (variant.sync) {
    const sync = await replay.states("StartSyncExecution", params);
    replay.learnExecution(sync.executionArn);
    return { sync, other };
  }
  const started = await replay.states("StartExecution", params);
  const executionArn = String(started.executionArn);
  replay.learnExecution(executionArn);
  for (const [key, { op }] of Object.entries(expected.other ?? {})) {
    if (op === "StartExecution") other[key] = started;
  }
  if (type === "EXPRESS") {
    // The end of an asynchronous EXPRESS execution is told in logs only: the same, awaited.
    const { name: _name, ...again } = params;
    const sync = await replay.states("StartSyncExecution", again);
    replay.learnExecution(sync.executionArn);
    return { sync, other };
  }
  if (compare.history === "prefix") {
    const length = eventsOf(expected.history).length;
    await replay.until(
      async () => eventsOf(await replay.history(executionArn)).length >= length || undefined,
      20_000,
    );
    const history = await replay.history(executionArn);
    await replay.states("StopExecution", { executionArn });
    return { history, other };
  }
  const done = new AbortController();
  const actors = playActors(replay, executionArn, done.signal).catch(() => {});
  try {
    const describe = await replay.ended(executionArn);
    const history =
      expected.history === undefined ? {} : { history: await replay.history(executionArn) };
    return { ...history, describe, other };
  } finally {
    done.abort();
    void actors;
  }
}

/** The calls on Step Functions and other services that come before. */
async function setUp(replay: Replay, other: Record<string, Json>): Promise<void> {
  for (const { service, op, params } of replay.recorded.resources) {
    if (service === "stepfunctions") {
      if (op === "DeleteStateMachine") continue; // of a machine that only the recording needed
      const answer = await replay.states(op, replay.fill(params));
      if (op !== "CreateActivity") continue;
      replay.made.push(["DeleteActivity", { activityArn: answer.activityArn ?? "" }]);
      other.create_activity_output = answer;
    } else if (OFFERED.has(service)) {
      await replay.setUp(service, op, replay.fill(params));
    }
  }
  for (const { helper, name, definition, roleArn, type } of replay.recorded.aux_state_machines) {
    if (!helper) await replay.createMachine(name, JSON.stringify(definition), roleArn, type);
  }
}
