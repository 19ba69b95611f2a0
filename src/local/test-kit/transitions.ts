import type { StateDefinition } from "../../asl/index.js";

/** One way on from a state that an execution may go, or to try it again. */
export interface Transition {
  readonly state: string;
  /** The JSON pointer from the state to it: `/Next`, `/End`, `/Choices/0`, `/Default`, `/Catch/0`, `/Retry/0`. */
  readonly way: string;
  /** `to "Charge"`, `Choices[0] to "Charge"`, `Retry[0] of States.ALL`: for a person to read. */
  readonly text: string;
}

/** The ways that lead on from a state. */
export function transitionsOf(state: string, definition: StateDefinition): Transition[] {
  const made = (way: string, text: string) => ({ state, way, text });
  const ways: Transition[] = [];
  if (definition.Type === "Choice") {
    for (const [index, rule] of definition.Choices.entries()) {
      ways.push(made(`/Choices/${index}`, `Choices[${index}] to ${JSON.stringify(rule.Next)}`));
    }
    if (definition.Default !== undefined) {
      ways.push(made("/Default", `Default to ${JSON.stringify(definition.Default)}`));
    }
    return ways;
  }
  if (definition.Type === "Succeed" || definition.Type === "Fail") return ways;
  ways.push(
    definition.Next === undefined
      ? made("/End", "its End")
      : made("/Next", `Next to ${JSON.stringify(definition.Next)}`),
  );
  if (!("Retry" in definition) && !("Catch" in definition)) return ways;
  for (const [index, { ErrorEquals }] of (definition.Retry ?? []).entries()) {
    ways.push(made(`/Retry/${index}`, `Retry[${index}] of ${ErrorEquals.join(", ")}`));
  }
  for (const [index, { ErrorEquals, Next }] of (definition.Catch ?? []).entries()) {
    const errors = ErrorEquals.join(", ");
    ways.push(made(`/Catch/${index}`, `Catch[${index}] of ${errors} to ${JSON.stringify(Next)}`));
  }
  return ways;
}
