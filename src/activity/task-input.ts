/**
 * The input of a task: the value of its JSON text. An envelope that does not have the task's token
 * gets it, so that the Context of a `task()` handler knows it.
 */
export function taskInput(text: string | undefined, taskToken: string): unknown {
  const input: unknown = text === undefined ? {} : JSON.parse(text);
  if (!isEnvelope(input)) return input;
  return { ...input, context: { Task: { Token: taskToken }, ...input.context } };
}

/** As `task()` reads it. */
function isEnvelope(input: unknown): input is { context: Readonly<Record<string, unknown>> } {
  const id = member(member(member(input, "context"), "Execution"), "Id");
  return typeof id === "string";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name] // just looked at
    : undefined;
}
