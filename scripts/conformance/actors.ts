import { setTimeout as sleep } from "node:timers/promises";
import type { ScriptedTask } from "./cases.js";
import { eventsOf } from "./histories.js";
import { isObject, type Json, type JsonObject, parsed } from "./json.js";
import type { Replay } from "./replay.js";

/** What somebody outside does with a task. */
interface Act {
  readonly op: string;
  readonly seconds?: number;
  readonly params: JsonObject;
}

/** Plays the workers and callers of a case while its execution runs; ends when `done` aborts. */
export async function playActors(
  replay: Replay,
  executionArn: string,
  done: AbortSignal,
): Promise<void> {
  const helpers = helpersOf(replay);
  const talk = replay.recorded.during.filter(({ op }) => /^SendTask/.test(op));
  const acts = talk.flatMap(({ op, params, times }) => {
    const act = { op, params: capitalised(params) };
    const pause = op === "SendTaskHeartbeat" ? [{ op: "wait", seconds: 0.1, params: {} }] : [];
    return Array.from({ length: times }, () => [act, ...pause]).flat();
  });
  const onTokens = [
    ...helpers.filter(({ activity }) => activity === undefined).map(({ acts }) => acts),
    ...(acts.length > 0 ? [acts] : []),
  ];
  // Somebody answered what was answered, though the recording does not say who.
  if (helpers.length === 0 && acts.length === 0) onTokens.push([{ op: "answer", params: {} }]);
  const script = replay.recorded.task_script ?? [];
  let seen = 0;
  while (!done.aborted && (helpers.length > 0 || callbacksOf(script).length > 0)) {
    for (const { acts, worker, activity } of helpers) {
      if (activity === undefined) continue;
      const params = {
        activityArn: activity,
        ...(worker === undefined ? {} : { workerName: worker }),
      };
      const { taskToken } = await replay.service.states("GetActivityTask", params);
      if (typeof taskToken === "string") await play(replay, acts, taskToken, seen++);
    }
    if (onTokens.length > 0) {
      const tokens = tokensIn(eventsOf(await replay.history(executionArn)));
      for (const token of tokens.slice(seen)) {
        replay.tokens["{{task_token}}"] = token;
        for (const acts of onTokens) await play(replay, acts, token, seen);
        seen += 1;
      }
    }
    await sleep(50);
  }
}

interface HelperActs {
  readonly acts: Act[];
  readonly worker: string | undefined;
  readonly activity: string | undefined;
}

/** What a recorded helper machine does with each task that it gets. */
function helpersOf({ recorded }: Replay): HelperActs[] {
  return recorded.aux_state_machines
    .filter(({ helper }) => helper)
    .map(({ definition, started_with }) => {
      const acts: Act[] = [];
      const workers: string[] = [];
      collect(definition, acts, workers);
      const activity = /"ActivityArn": *"([^"]+)"/.exec(started_with ?? "")?.[1];
      return { acts, worker: workers[0], activity };
    });
}

function collect(definition: Json, acts: Act[], workers: string[]): void {
  const states = isObject(definition) && isObject(definition.States) ? definition.States : {};
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const params = isObject(state.Parameters) ? state.Parameters : {};
    const resource = String(state.Resource ?? "");
    if (state.Type === "Wait" && !/^(?:No|WaitAndReceive)/.test(name)) {
      acts.push({ op: "wait", seconds: Math.min(Number(state.Seconds ?? 1), 2), params: {} });
    }
    if (resource.endsWith(":getActivityTask") && typeof params.WorkerName === "string")
      workers.push(params.WorkerName);
    const op = /:(sendTask(?:Heartbeat|Success|Failure))$/.exec(resource)?.[1];
    if (op !== undefined) acts.push({ op: `${op[0]?.toUpperCase()}${op.slice(1)}`, params });
    if (state.ItemProcessor !== undefined) collect(state.ItemProcessor, acts, workers);
  }
}

async function play(
  replay: Replay,
  acts: readonly Act[],
  token: string,
  at: number,
): Promise<void> {
  const outcome = outcomeOf(replay.recorded.task_script ?? [], at);
  for (const { op: act, seconds, params } of acts) {
    if (act === "wait") {
      await sleep((seconds ?? 0) * 1000);
      continue;
    }
    const op = act === "answer" ? ANSWERS[outcome.type ?? ""] : act;
    if (op === undefined) continue;
    const sent: JsonObject = { taskToken: token };
    if (op === "SendTaskSuccess")
      sent.output = withToken(outcome.output ?? params.Output ?? {}, token);
    if (op === "SendTaskFailure") {
      for (const member of ["error", "cause"] as const) {
        const value =
          outcome[member] ?? params[`${member[0]?.toUpperCase()}${member.slice(1)}`] ?? null;
        if (value !== null)
          sent[member] = typeof value === "string" ? value : JSON.stringify(value);
      }
    }
    await replay.service.states(op, sent).catch(() => {});
  }
}

/** The call by which a task was ended, by the event that tells of it. */
const ANSWERS: Readonly<Record<string, string>> = {
  TaskSucceeded: "SendTaskSuccess",
  TaskFailed: "SendTaskFailure",
};

function outcomeOf(
  script: readonly ScriptedTask[],
  at: number,
): NonNullable<ScriptedTask["outcome"]> {
  return callbacksOf(script)[at]?.outcome ?? {};
}

/** The tasks that somebody else ended, by a token. */
function callbacksOf(script: readonly ScriptedTask[]): ScriptedTask[] {
  return script.filter(
    ({ scheduled, resource, parameters }) =>
      scheduled === "ActivityScheduled" ||
      (resource ?? "").includes("waitForTaskToken") ||
      JSON.stringify(parameters ?? null)
        .toLowerCase()
        .includes("token"),
  );
}

function withToken(value: Json, token: string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/<[\w-]*token:\d+>/gi, () => token);
}

function capitalised(params: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      `${name[0]?.toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
}

/** The tokens that scheduled tasks handed out, in their order. */
function tokensIn(events: readonly JsonObject[]): string[] {
  return events
    .filter(({ type }) => type === "TaskScheduled")
    .flatMap(({ taskScheduledEventDetails: details }) => {
      const parameters = isObject(details) ? parsed(details.parameters ?? null) : null;
      return tokenIn(parameters) ?? [];
    });
}

function tokenIn(value: Json): string | undefined {
  if (Array.isArray(value)) return value.map(tokenIn).find((token) => token !== undefined);
  if (!isObject(value)) {
    const inner = typeof value === "string" && /^[{[]/.test(value) ? parsed(value) : value;
    return inner === value ? undefined : tokenIn(inner);
  }
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "string" && /token$/i.test(key) && item.length > 7) return item;
    const inner = tokenIn(item);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
