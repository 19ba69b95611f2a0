import { describe, InvalidArgumentError } from "../shared/errors.js";
import { stringifyStrict } from "../shared/json.js";
import { type Fields, isFields } from "./record.js";

/**
 * What a picture can be made of: a States Language document, its JSON text, or what has one as its
 * `definition`: a `StateMachine` of `sfn-task-tools/workflow`, the answer of DescribeStateMachine.
 */
export type DefinitionSource =
  | string
  | { readonly StartAt?: string; readonly States: object }
  | { readonly definition?: string | object | undefined }
  | { definition(arns: { readonly region: string; readonly account: string }): object };

/** For the names of functions and activities, which the pictures show without them. */
const ANY_ACCOUNT = { region: "us-east-1", account: "000000000000" };

const EXPECTED =
  'Expected a state machine: an object with "States", its JSON text, or something with a "definition"';

/**
 * The document of a state machine, its states not looked at: drafts may hold anything.
 *
 * @throws InvalidArgumentError for what has no `States`.
 */
export function readDefinition(source: unknown): Fields & { readonly States: Fields } {
  if (typeof source === "string") return documentIn(parse(source));
  if (!isFields(source)) throw new InvalidArgumentError(`${EXPECTED}, got ${describe(source)}.`);
  if (typeof source.definition === "function") {
    return documentIn(source.definition(ANY_ACCOUNT));
  }
  if (!("States" in source) && source.definition !== undefined) {
    return readDefinition(source.definition);
  }
  return documentIn(source);
}

function documentIn(value: unknown): Fields & { readonly States: Fields } {
  // Through JSON: it honours toJSON, and refuses cycles.
  const document: unknown = isFields(value)
    ? JSON.parse(stringifyStrict(value, "The state machine's definition"))
    : value;
  if (!isFields(document)) {
    throw new InvalidArgumentError(`${EXPECTED}, got ${describe(document)}.`);
  }
  const { States } = document;
  if (!isFields(States)) {
    const found = States === undefined ? "an object without it" : `${describe(States)} there`;
    throw new InvalidArgumentError(`${EXPECTED}, got ${found}.`);
  }
  return { ...document, States };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidArgumentError(`${EXPECTED}, got text that is no JSON: ${reason}.`, { cause });
  }
}
