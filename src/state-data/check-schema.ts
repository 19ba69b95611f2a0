import { propertyPath, stringifyStrict } from "../shared/json.js";
import { type Call, ended } from "./attempts.js";
import { differenceOf } from "./difference.js";
import { type Place, placeName, type SchemaIssue, StateDataSchemaError } from "./errors.js";
import type { Schema } from "./pointer.js";

/**
 * What is stored of data that is put: what the schema makes of it, provided that it comes back from
 * the store unchanged. Defaults and trims do; a text that becomes a number or a Date does not.
 *
 * @throws StateDataSchemaError
 */
export async function checkPut(
  schema: Schema | undefined,
  data: unknown,
  place: Place,
  call: Call,
): Promise<unknown> {
  if (schema === undefined) return data;
  const made = await validate(schema, data, { place, action: "put", call });
  if (differenceOf(data, made) === undefined) return data;
  const stored: unknown = JSON.parse(
    stringifyStrict(made, `What the schema makes of the data for ${placeName(place)}`),
  );
  const back = await validate(schema, stored, { place, action: "put", call }).catch(
    (error: unknown) => {
      throw unstable(
        place,
        error instanceof StateDataSchemaError ? error.issues[0]?.path : "$",
        error,
      );
    },
  );
  const difference = differenceOf(stored, back);
  if (difference !== undefined) throw unstable(place, difference, undefined);
  return made;
}

/** What the schema makes of data that was got. @throws StateDataSchemaError */
export async function checkGot(
  schema: Schema | undefined,
  data: unknown,
  place: Place,
  call: Call,
): Promise<unknown> {
  if (schema === undefined) return data;
  return validate(schema, data, { place, action: "got", call });
}

interface Check {
  readonly place: Place;
  readonly action: "put" | "got";
  readonly call: Call;
}

async function validate(schema: Schema, data: unknown, check: Check): Promise<unknown> {
  const result = await answerOf(schema, data, check);
  if (result.issues === undefined) return result.value;
  const issues: SchemaIssue[] = result.issues.map(({ message, path = [] }) => ({
    message: String(message),
    path: pathText(path),
  }));
  throw new StateDataSchemaError(
    `The data ${check.action === "put" ? "to put" : "got"} at ${placeName(check.place)} does not fit the schema of its key: ${told(issues)}.`,
    check.place,
    issues,
  );
}

/** The schema's answer, for which an asynchronous one is waited as long as the call may take. */
async function answerOf(schema: Schema, data: unknown, { place, call }: Check) {
  try {
    const answer = schema["~standard"].validate(data);
    return answer instanceof Promise ? await withinCall(answer, call) : answer;
  } catch (error) {
    if (call.signal.aborted) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new StateDataSchemaError(
      `The schema of the key at ${placeName(place)} threw instead of telling what is wrong: ${cut(reason)}.`,
      place,
      [],
      { cause: error },
    );
  }
}

function withinCall<T>(answer: Promise<T>, call: Call): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(ended(call.signal));
    if (call.signal.aborted) giveUp();
    call.signal.addEventListener("abort", giveUp, { once: true });
    answer.then(resolve, reject).finally(() => call.signal.removeEventListener("abort", giveUp));
  });
}

function unstable(place: Place, path = "$", cause: unknown): StateDataSchemaError {
  return new StateDataSchemaError(
    `The schema of the key at ${placeName(place)} makes of the data at ${path} what it does not take back from the store unchanged. Use a schema whose output is JSON that it accepts as it is (checks, defaults, trims), and convert what was got, for example to a Date, afterwards.`,
    place,
    [],
    { cause },
  );
}

const TOLD_ISSUES = 3;

function told(issues: readonly SchemaIssue[]): string {
  const texts = issues.slice(0, TOLD_ISSUES).map(({ path, message }) => `${path}: ${cut(message)}`);
  const more = issues.length > TOLD_ISSUES ? `; and ${issues.length - TOLD_ISSUES} more` : "";
  return `${texts.join("; ")}${more}`;
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** `$.lines[3].text`: the steps are names, or objects that hold one. */
function pathText(path: readonly (PropertyKey | { readonly key: PropertyKey })[]): string {
  return path.reduce<string>((text, step) => {
    const key = typeof step === "object" ? step.key : step;
    return typeof key === "number" ? `${text}[${key}]` : propertyPath(text, String(key));
  }, "$");
}
