import type { StateType } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Branch, MapItem, Run, Visit } from "../run.js";
import { parseText } from "./text.js";

/** The context object of a visit: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html. */
export function contextObject(
  run: Run,
  branch: Branch,
  visit: Visit,
  type: StateType,
): Record<string, JsonValue> {
  const retries = visit.retries.reduce((sum, count) => sum + count, 0);
  return {
    Execution: {
      ...executionOf(run),
      RedriveCount: run.redrives,
      ...(run.redrivenAt === undefined ? {} : { RedriveTime: timeText(run.redrivenAt) }),
    },
    StateMachine: { Id: run.machine.arn, Name: run.machine.name },
    State: {
      Name: visit.state,
      EnteredTime: timeText(visit.enteredAt),
      ...(type === "Task" ? { RetryCount: retries } : {}),
    },
    ...(branch.item === undefined ? {} : mapContext(branch.item)),
  };
}

/** What is the same at each moment of a run, made when it is first asked for. */
const executions = new WeakMap<Run, Record<string, JsonValue>>();

function executionOf(run: Run): Record<string, JsonValue> {
  const known = executions.get(run);
  if (known !== undefined) return known;
  const execution = {
    Id: run.arn,
    Input: parseText(run.inputText),
    StartTime: timeText(run.startedAt),
    Name: run.name,
    RoleArn: run.machine.roleArn,
  };
  executions.set(run, execution);
  return execution;
}

/** A context object within an iteration. */
export function contextOf(context: JsonValue, item: MapItem): JsonValue {
  return { ...(context as Record<string, JsonValue>), ...mapContext(item) }; // the context object
}

function mapContext({ index, value, key, source }: MapItem): Record<string, JsonValue> {
  const Item = {
    Index: index,
    ...(key === undefined ? {} : { Key: key }),
    Value: value,
    ...(source === undefined ? {} : { Source: source }),
  };
  return { Map: { Item } };
}

/** Many states are entered in one millisecond, and each tells when. */
let lastTime = { ms: 0, text: new Date(0).toISOString() };

/** `2026-11-21T09:30:00.000Z` */
export function timeText(ms: number): string {
  if (ms !== lastTime.ms) lastTime = { ms, text: new Date(ms).toISOString() };
  return lastTime.text;
}
