import { describe, InvalidArgumentError } from "../shared/errors.js";
import { stringifyStrict } from "../shared/json.js";
import { checkSfnName } from "../shared/sfn-names.js";

/** Where a machine is, or will be: what the ARNs of its activities and functions are made of. */
export interface Site {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * A state machine that can be registered: its name, and its definition as a document or as JSON
 * text. A `StateMachine` of `sfn-task-tools/workflow` is one.
 */
export interface MachineSource {
  readonly name: string;
  /** The document, its JSON text, or a method that makes either for a site. */
  readonly definition: object | string | ((site: Site) => object | string);
  /** What `register` takes where its options do not say. */
  readonly type?: "STANDARD" | "EXPRESS" | undefined;
}

/** Which state machine is meant: by its name, its ARN, or by what has that name. */
export type MachineReference = string | { readonly name: string };

/** A machine as it is sent and compared. */
export interface ReadMachine {
  readonly name: string;
  readonly document: object;
  /** The definition as it is sent, laid out for those who read it in the console. */
  readonly text: string;
}

/** The API's limit, in characters. */
const MAX_DEFINITION = 1_048_576;

/** @throws InvalidArgumentError for a name that AWS refuses, or what is no definition. */
export function readMachine(source: MachineSource, site: Site): ReadMachine {
  const name = checkSfnName(source.name, "the state machine's name");
  const given = isMethod(source) ? source.definition(site) : source.definition;
  const document = typeof given === "string" ? parse(given, name) : given;
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new InvalidArgumentError(
      `Expected the definition of "${name}" to be a document or its JSON text, got ${describe(document)}.`,
    );
  }
  const compact = stringifyStrict(document, `The definition of "${name}"`);
  const laidOut = JSON.stringify(document, undefined, 2);
  const text = laidOut.length <= MAX_DEFINITION ? laidOut : compact;
  if (text.length > MAX_DEFINITION) {
    throw new InvalidArgumentError(
      `Expected the definition of "${name}" to have at most ${MAX_DEFINITION} characters, got ${text.length}. Move a part of it to a state machine of its own, which a Task starts.`,
    );
  }
  return { name, document, text };
}

/** What a reference says: an ARN, or a checked name. */
export function readReference(reference: MachineReference): { arn: string } | { name: string } {
  const given = typeof reference === "string" ? reference : reference?.name;
  if (typeof given === "string" && given.startsWith("arn:")) return { arn: given };
  return { name: checkSfnName(given, "the state machine's name") };
}

/** `object` takes functions in, too. */
function isMethod(
  source: MachineSource,
): source is MachineSource & { definition(site: Site): object | string } {
  return typeof source.definition === "function";
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidArgumentError(
      `Expected the definition of "${name}" to be JSON, got: ${(cause as Error).message}.`,
      { cause },
    );
  }
}
