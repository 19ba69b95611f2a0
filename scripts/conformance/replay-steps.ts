import { setTimeout as sleep } from "node:timers/promises";
import type { Expectation, Step } from "./cases.js";
import { eventsOf } from "./histories.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import type { StepAnswer } from "./judge.js";
import { errorAnswer, type Replay } from "./replay.js";
import { ServiceError } from "./service.js";

type Answered = { readonly answer: JsonObject } | { readonly error: ServiceError };

/** Makes the calls of a case in order, and gathers their answers. */
export async function replaySteps(replay: Replay) {
  const answers: StepAnswer[] = [];
  const answered = new Map<number, Answered>();
  const names = new Set<string>();
  let problem: string | undefined;
  for (const step of replay.recorded.steps) {
    const { expect = [], service, op, n } = step;
    if (expect.some(({ error }) => error?.client_side === true) || service === "logs") continue;
    const params = replay.fill(step.params);
    if (service === "await") {
      await waitFor(replay, op, params).catch(() => {});
      continue;
    }
    const result = await call(replay, step, params, names);
    answered.set(n, result);
    if ("error" in result && expect.length === 0 && !step.raises) {
      problem ??= `step ${n} ${op}: ${result.error}`;
    }
    for (const expectation of expect) {
      answers.push({
        step,
        expectation,
        answer: formed(expectation, step, result, answered, names),
      });
    }
  }
  return { answers, problem };
}

async function call(
  replay: Replay,
  step: Step,
  params: JsonObject,
  names: Set<string>,
): Promise<Answered> {
  const { service, op } = step;
  try {
    if (service !== "stepfunctions") return { answer: await replay.setUp(service, op, params) };
    const answer = await replay.states(op, params);
    learn(replay, step, answer, names);
    return { answer };
  } catch (error) {
    if (error instanceof ServiceError) return { error };
    throw error;
  }
}

function learn(
  replay: Replay,
  { n, op, params }: Step,
  answer: JsonObject,
  names: Set<string>,
): void {
  if (op === "CreateStateMachine") {
    names.add(String(params.name));
    replay.made.push(["DeleteStateMachine", { stateMachineArn: answer.stateMachineArn ?? "" }]);
  }
  if (op === "CreateActivity")
    replay.made.push(["DeleteActivity", { activityArn: answer.activityArn ?? "" }]);
  if (/^Start(?:Sync)?Execution$/.test(op)) replay.learnExecution(answer.executionArn, n);
  if (answer.nextToken) replay.tokens[`{{nextToken:${n}}}`] = String(answer.nextToken);
  if (answer.revisionId) replay.tokens[`{{revision:${n}}}`] = String(answer.revisionId);
  if (answer.taskToken) {
    replay.tokens[`{{taskToken:${n}}}`] = String(answer.taskToken);
    replay.tokens["{{taskToken}}"] = String(answer.taskToken);
  }
}

/** An answer in the form in which the recording has it. */
function formed(
  { form, from, value }: Expectation,
  { op }: Step,
  result: Answered,
  answered: ReadonlyMap<number, Answered>,
  names: ReadonlySet<string>,
): Json {
  if (form === "derived") {
    return (from?.calls ?? []).flatMap((n) => {
      const earlier = answered.get(n);
      const answer = earlier !== undefined && "answer" in earlier ? earlier.answer : {};
      const path =
        from?.path ?? Object.keys(answer).find((key) => Array.isArray(answer[key])) ?? "";
      const items = answer[path];
      return (Array.isArray(items) ? items : []).filter(
        (item) => isObject(item) && names.has(String(item.name)),
      );
    });
  }
  return "answer" in result ? result.answer : errorAnswer(result.error, form, op, value);
}

async function waitFor(replay: Replay, op: string, params: JsonObject): Promise<void> {
  const executionArn = params.execution_arn ?? "";
  const machine = params.state_machine_arn ?? "";
  const listing = /^state_machine(_version)?_(is_created|is_deleted|listed|not_listed)$/.exec(op);
  if (listing !== null) {
    const [, version, what] = listing;
    const wanted = String(
      version === undefined ? machine : (params.state_machine_version_arn ?? ""),
    );
    const gone = what === "is_deleted" || what === "not_listed";
    const look = async () => {
      const page =
        version === undefined
          ? await replay.states("ListStateMachines", { maxResults: 1000 })
          : await replay.states("ListStateMachineVersions", { stateMachineArn: machine });
      return JSON.stringify(page).includes(`"${wanted}"`) !== gone || undefined;
    };
    await replay.until(look, 3_000);
  } else if (
    /^execution_(?:success|terminated|aborted|lists_terminated)$|^list_execution_status$/.test(op)
  ) {
    await replay.ended(String(executionArn));
  } else if (op === "on_execution_events") {
    const look = async () =>
      eventsOf(await replay.history(String(executionArn))).some(({ type }) =>
        String(type).includes("StateEntered"),
      ) || undefined;
    await replay.until(look, 5_000);
  } else await sleep(300);
}
