import { isDeepStrictEqual } from "node:util";
import { InvalidDefinitionError, StateMachine } from "sfn-task-tools/workflow";
import type { Case } from "./cases.js";

/** What became of definitions that were read into the workflow SDK and given again. */
export interface RoundTrip {
  readonly same: number;
  /** The cases whose definition came back as another document. */
  readonly different: readonly string[];
  /** Those that validation refuses, as Step Functions does. */
  readonly refused: number;
}

/** Reads the definitions of all cases, those that calls of the API send too, and compares what is given again. */
export function roundTrip(cases: readonly Case[]): RoundTrip {
  let same = 0;
  let refused = 0;
  const different: string[] = [];
  for (const { id, text } of cases.flatMap(definitionsOf)) {
    try {
      const again = StateMachine.fromDefinition("read", text).definition();
      if (isDeepStrictEqual(again, JSON.parse(text))) same += 1;
      else different.push(id);
    } catch (error) {
      if (!(error instanceof InvalidDefinitionError)) throw error;
      refused += 1;
    }
  }
  return { same, different, refused };
}

function definitionsOf({ id, definition_text, steps = [] }: Case) {
  // What TestState is sent is a state, not a machine.
  const sent = steps.filter(({ op }) => op !== "TestState").map(({ params }) => params.definition);
  return [definition_text, ...sent]
    .filter((text) => typeof text === "string")
    .map((text) => ({ id, text }));
}
