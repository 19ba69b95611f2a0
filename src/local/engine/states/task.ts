import { StatesError, type TaskState } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Field } from "../dataflow/dataflow.js";
import { textOf } from "../dataflow/text.js";
import type { Names } from "../moment.js";
import type { CompileState } from "../program/compile-state.js";
import type { Task } from "../run.js";
import { tellScheduled } from "../task/task-events.js";
import { checkTaskParameters } from "../task/task-parameters.js";
import { parseTaskResource } from "../task/task-resource.js";
import { makeToken } from "../task/token.js";

/** https://states-language.net/#task-state */
export const task: CompileState<TaskState> = (definition, { dataflow }) => {
  const resource = parseTaskResource(definition.Resource);
  const waits = resource?.kind === "integration" && resource.pattern === "waitForTaskToken";
  const timeout = dataflow.field("TimeoutSeconds");
  const heartbeat = dataflow.field("HeartbeatSeconds");
  const credentials = dataflow.template("Credentials");
  // A worker's first sign of life is due when it has the task.
  const beatOf = (heartbeatAt: number) => (resource?.kind === "activity" ? {} : { heartbeatAt });
  return {
    async start({ run, branch, visit, names: plain, now, region, hasActivity }) {
      const id = run.tasks + 1;
      const token = makeToken(run.arn, id);
      const names = waits ? withToken(plain, token) : plain;
      const parameters = await dataflow.arguments(names);
      checkTaskParameters(resource, parameters);
      const timeoutSeconds = await secondsOf(timeout, names);
      const heartbeatSeconds = await secondsOf(heartbeat, names);
      const role = await credentials?.(names);
      if (resource?.kind === "activity" && !hasActivity(resource.arn)) {
        throw new StatesError("States.Runtime", `The activity ${resource.arn} does not exist.`);
      }
      run.tasks = id;
      const heartbeatMs = heartbeatSeconds === undefined ? undefined : heartbeatSeconds * 1000;
      const task: Task = {
        id,
        token,
        resource: definition.Resource,
        parameters,
        stage: "scheduled",
        ...(visit.submitted === undefined ? {} : { submitted: visit.submitted }),
        ...(role === undefined ? {} : { credentials: role }),
        ...(timeoutSeconds === undefined ? {} : { timeoutAt: now + timeoutSeconds * 1000 }),
        ...(heartbeatMs === undefined ? {} : { heartbeatMs, ...beatOf(now + heartbeatMs) }),
      };
      tellScheduled(run, branch, task, now, { region, timeoutSeconds, heartbeatSeconds });
      return { go: "wait", stage: { at: "task", task } };
    },
    async finish({ names }, result) {
      return { go: "on", ...(await dataflow.output(names, result)), next: definition.Next };
    },
  };
};

function withToken(names: Names, token: string): Names {
  const context = names.context as Record<string, JsonValue>; // the context object
  return { ...names, context: { Task: { Token: token }, ...context } };
}

async function secondsOf(field: Field, names: Names): Promise<number | undefined> {
  const value = await field.value(names);
  if (value === undefined || (Number.isInteger(value) && Number(value) > 0)) {
    return value as number | undefined; // just looked at
  }
  throw new StatesError(
    "States.Runtime",
    `The ${field.name} parameter does not reference a positive integer: ${field.path ?? textOf(value)} == ${textOf(value)}`,
  );
}
