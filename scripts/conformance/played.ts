import type { HandlerCall, ResourceHandler } from "sfn-task-tools/local";
import { type Case, isOwn, type ScriptedTask } from "./cases.js";
import { isObject, type Json, parsed } from "./json.js";
import { OFFERED } from "./service.js";

/**
 * Handlers for the services of the executions that are neither Step Functions' own nor on offer. They
 * give back what a service said, not what its integration made of that, which the engine is to make.
 */
export function handlersOf(cases: readonly Case[]): Record<string, ResourceHandler> {
  const executions = cases.filter(({ kind }) => kind === "execution");
  const scripts = new Map(
    executions.map(({ state_machine: { name }, task_script }) => [name, task_script ?? []]),
  );
  const invoked = new Map<string, number>();

  /** The recorded task that a call stands for: the states of an execution are invoked in their order. */
  function scripted({ stateMachineName, executionArn, state }: HandlerCall): ScriptedTask {
    const key = JSON.stringify([executionArn, state]);
    const count = invoked.get(key) ?? 0;
    invoked.set(key, count + 1);
    const tasks = scripts.get(stateMachineName)?.filter((task) => task.state === state);
    const task = tasks?.[count];
    if (task === undefined) throw new Error(`AWS called "${state}" ${tasks?.length ?? 0} times`);
    return task;
  }

  const types = new Set(executions.flatMap(servicesOf));
  return Object.fromEntries(
    [...types].map((type) => [`${type}:*`, (_, call) => saidBy(type, scripted(call))] as const),
  );
}

/** The types of integrations that a case's definition names and that have to be played. */
function servicesOf({ definition_text: text }: Case): string[] {
  return [...text.matchAll(/:states:::((?:aws-sdk:)?[\w-]+):/g)]
    .map(([, type = ""]) => type)
    .filter((type) => !isOwn(type) && !OFFERED.has(type.replace(/^aws-sdk:/, "")));
}

/** Services whose answers tell nothing but ids of their own making: the engine makes up others. */
const ACKNOWLEDGE = ["events", "sns", "sqs"];

async function saidBy(type: string, { submitted, outcome = {} }: ScriptedTask): Promise<unknown> {
  const { output = null, error, cause = null } = outcome;
  const accepted = submitted !== undefined || error === undefined;
  if (accepted) return ACKNOWLEDGE.includes(type) ? undefined : parsed(output);
  const said = parsed(cause);
  if (isObject(said) && "FailedEntryCount" in said) return said;
  const status = /^ApiGateway\.(\d{3})$/.exec(String(error))?.[1];
  if (status !== undefined) return { StatusCode: Number(status), ResponseBody: said };
  throw await thrownFor(String(error), cause);
}

/** An error as the service's SDK throws it; one of a connection that gave no answer goes by its name. */
async function thrownFor(error: string, cause: Json): Promise<Error> {
  const [, message, service, status, code = "UnknownError"] =
    /^(.*) \(Service: (?:Amazon|AWS)?(\w+)[;,] Status Code: (\d+)[;,](?: Error Code: (\w+);)?/s.exec(
      String(cause),
    ) ?? [];
  if (message === undefined) return Object.assign(new Error(String(cause)), { name: error });
  const general = `${service}ServiceException`;
  const known = await errorsOf(String(service));
  const Thrown = known[code] ?? known[general] ?? { [general]: class extends Error {} }[general];
  const thrown = Object.create((Thrown as ErrorConstructor).prototype) as Error; // a class of errors
  return Object.assign(thrown, {
    name: code,
    message,
    $metadata: { httpStatusCode: Number(status) },
  });
}

/** The errors that the SDK's client of a service knows, where it is installed. */
async function errorsOf(service: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`@aws-sdk/client-${service.toLowerCase()}`)) as Record<string, unknown>; // a module
  } catch {
    return {};
  }
}
