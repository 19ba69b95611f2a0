import type { Fields } from "./fields.js";

interface Surroundings {
  readonly language: "JSONPath" | "JSONata";
  /** Whether the context object has the item of an inline Map. */
  readonly inIteration: boolean;
  /** Whether it has a task token. */
  readonly hasToken: boolean;
}

/** What a `task()` handler has to know of its execution. Not all of the context object: its Execution.Input may be large. */
const CONTEXT = {
  Execution: ["Id", "Name", "StartTime", "RedriveCount"],
  StateMachine: ["Id", "Name"],
  State: ["Name", "EnteredTime", "RetryCount"],
} as const;

/**
 * The envelope that a Task sends to a `task()` handler: its input, or the template that makes it,
 * and what the context object tells. The service fails on paths that lead nowhere, so the parts that
 * only some states have come only there.
 */
export function envelope(
  input: unknown,
  { language, inIteration, hasToken }: Surroundings,
): Fields {
  const isJsonata = language === "JSONata";
  const part = (path: string, names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) =>
        isJsonata
          ? [name, `{% $states.context.${path}.${name} %}`]
          : [`${name}.$`, `$$.${path}.${name}`],
      ),
    );
  return {
    ...whole("input", input, isJsonata),
    context: {
      ...Object.fromEntries(
        Object.entries(CONTEXT).map(([name, names]) => [name, part(name, names)]),
      ),
      ...(inIteration ? { Map: { Item: part("Map.Item", ["Index"]) } } : {}),
      ...(hasToken ? { Task: part("Task", ["Token"]) } : {}),
    },
  };
}

/** A field that holds the template, or all of the state's input. */
export function whole(name: string, template: unknown, isJsonata: boolean): Fields {
  if (template !== undefined) return { [name]: template };
  return isJsonata ? { [name]: "{% $states.input %}" } : { [`${name}.$`]: "$" };
}
