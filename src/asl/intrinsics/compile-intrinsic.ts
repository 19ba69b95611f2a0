import type { JsonValue } from "../../shared/json.js";
import type { CompiledPath, PathScope } from "../json-path/compile-path.js";
import { StatesError } from "../states-error.js";
import { ARRAY_FUNCTIONS } from "./array-functions.js";
import { IntrinsicFailure, invalidArguments } from "./failure.js";
import { format } from "./format.js";
import type { IntrinsicFunction } from "./function.js";
import { INTRINSIC_ARITY, type IntrinsicName } from "./names.js";
import { NUMBER_FUNCTIONS } from "./number-functions.js";
import { type IntrinsicArgument, type IntrinsicCall, parseIntrinsic } from "./parse.js";
import { TEXT_FUNCTIONS } from "./text-functions.js";

/** An intrinsic function with its arguments, ready to be evaluated any number of times. */
export interface CompiledIntrinsic {
  readonly text: string;
  readonly call: IntrinsicCall;
  /** The paths among its arguments, those of calls within it included. */
  readonly paths: readonly CompiledPath[];
  /** @throws StatesError States.Runtime, with the service's words for the fault. */
  evaluate(scope: PathScope): JsonValue;
}

/** Whether a text is meant as an intrinsic function. */
export function isIntrinsic(text: string): boolean {
  return text.trimStart().startsWith("States.");
}

/** Compiles `States.Format('{} of {}', $.index, $total)`. @throws ExpressionSyntaxError */
export function compileIntrinsic(text: string): CompiledIntrinsic {
  const call = parseIntrinsic(text);
  return { text, call, paths: pathsOf(call), evaluate: (scope) => evaluate(text, call, scope) };
}

const FUNCTIONS = {
  ...ARRAY_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  "States.Format": ([template, ...values]) =>
    typeof template === "string" ? format(template, values) : undefined,
} satisfies Record<IntrinsicName, IntrinsicFunction>;

function pathsOf(call: IntrinsicCall): CompiledPath[] {
  return call.args.flatMap((arg) => {
    if (arg.kind === "path") return [arg.path];
    return arg.kind === "call" ? pathsOf(arg.call) : [];
  });
}

function evaluate(text: string, call: IntrinsicCall, scope: PathScope): JsonValue {
  try {
    return callValue(text, call, scope);
  } catch (error) {
    if (!(error instanceof IntrinsicFailure)) throw error;
    throw new StatesError(
      "States.Runtime",
      `There was an error while evaluating the intrinsic function: ${text}. ${error.message}`,
    );
  }
}

function callValue(text: string, call: IntrinsicCall, scope: PathScope): JsonValue {
  const values = call.args.map((arg, at) => {
    // Format reads its template as it is written, to tell \{ from {.
    const isTemplate = call.name === "States.Format" && at === 0;
    return isTemplate && arg.kind === "literal" && arg.written !== undefined
      ? arg.written
      : argumentValue(text, arg, scope);
  });
  const [least, most] = INTRINSIC_ARITY[call.name];
  if (values.length < least || values.length > most) throw invalidArguments(call.name);
  const apply: IntrinsicFunction = FUNCTIONS[call.name];
  const value = apply(values);
  if (value === undefined) throw invalidArguments(call.name);
  return value;
}

function argumentValue(text: string, arg: IntrinsicArgument, scope: PathScope): JsonValue {
  if (arg.kind === "literal") return arg.value;
  if (arg.kind === "call") return callValue(text, arg.call, scope);
  const result = arg.path.find(scope);
  if (result.found) return result.value;
  throw new StatesError(
    "States.Runtime",
    `The function '${text}' had the following error: The JsonPath argument for the field '${arg.path.text}' could not be found in the input '${scope.inputText ?? JSON.stringify(scope.input)}'`,
  );
}
