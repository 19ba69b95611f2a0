import type { JsonValue } from "../../shared/json.js";
import { type Failure, type Resource, type TaskCall, TaskFailure } from "../engine/index.js";
import { answerOfService } from "../resources/index.js";

/** What a mocked state does when it is invoked once. */
export type MockAnswer =
  | { readonly kind: "result"; readonly result: JsonValue }
  | { readonly kind: "failure"; readonly failure: Failure }
  /** Resolves to the result; rejects with TaskFailure, or with any error, whose name and message count. */
  | { readonly kind: "call"; readonly run: (call: TaskCall) => unknown }
  /** Nothing comes back: the state's timeout, or its heartbeat's, ends it. */
  | { readonly kind: "silence" }
  /** The resource itself does the work. */
  | { readonly kind: "real" };

/** What a mocked state does, by how often the execution has invoked it before. */
export type Mock = (invocation: number, call: TaskCall) => MockAnswer;

/** The resource that answers in place of a state's own; undefined when that shall work itself. */
export function mockResource(answer: MockAnswer): Resource | undefined {
  if (answer.kind === "real") return undefined;
  if (answer.kind === "silence") {
    return {
      waitsForExecutions: true,
      run: (call) => submitted(call, () => new Promise(() => {})),
    };
  }
  return { run: (call) => submitted(call, () => resultOf(answer, call)) };
}

/** A job or a callback is submitted before its result is there. */
function submitted(call: TaskCall, work: () => Promise<JsonValue>): Promise<JsonValue> {
  const { resource, parameters } = call;
  if (resource.kind === "integration" && resource.pattern !== "request") {
    call.submitted(answerOfService(resource, parameters));
  }
  return work();
}

async function resultOf(
  answer: Extract<MockAnswer, { kind: "result" | "failure" | "call" }>,
  call: TaskCall,
): Promise<JsonValue> {
  if (answer.kind === "failure") throw new TaskFailure(answer.failure);
  try {
    const result = answer.kind === "result" ? answer.result : await answer.run(call);
    return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as JsonValue); // from JSON
  } catch (error) {
    if (error instanceof TaskFailure || !(error instanceof Error)) throw error;
    throw new TaskFailure({ error: error.name, cause: error.message });
  }
}
