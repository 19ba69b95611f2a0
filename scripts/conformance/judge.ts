import type { Case, Expectation, Step } from "./cases.js";
import { ATTEMPTS, type Difference, firstDifference, References, words } from "./difference.js";
import { eventsDiffer, eventsOf, historiesDiffer } from "./histories.js";
import { isObject, type Json, type JsonObject, parsed, shown } from "./json.js";
import { normalise, type Tokens } from "./normalise.js";

/** What came of a case. */
export interface Verdict {
  readonly result: "match" | "status_output" | "fail";
  readonly difference?: string;
}

/** What AWS added to all answers of an operation, or results of an integration, and when. */
const LATER = {
  redriveCount: "2023-11-16",
  redriveStatus: "2023-11-16",
  redriveStatusReason: "2023-11-16",
  RedriveCount: "2023-11-16",
  RedriveStatus: "2023-11-16",
  RedriveStatusReason: "2023-11-16",
  encryptionConfiguration: "2024-11-20",
  variableReferences: "2024-11-20",
  [ATTEMPTS]: "2025-11-06",
} as const;

function laterOf({ recorded }: Case): Set<string> {
  const [, day, month, year] = /^(\d\d)-(\d\d)-(\d{4})/.exec(recorded ?? "") ?? [];
  const when = year === undefined ? "9999" : `${year}-${month}-${day}`;
  return new Set(Object.entries(LATER).flatMap(([name, since]) => (when < since ? [name] : [])));
}

/** What the engine answered of an execution. */
export interface ExecutionAnswers {
  readonly history?: Json;
  readonly describe?: Json;
  readonly sync?: Json;
  readonly other: Readonly<Record<string, Json>>;
}

const ORDER = ["creation_response", "create_activity_output", "sync", "history", "describe"];

/** Compares an execution with its recording. */
export function judgeExecution(recorded: Case, answers: ExecutionAnswers, tokens: Tokens): Verdict {
  const { expected } = recorded;
  const later = laterOf(recorded);
  const { other, ...own } = answers;
  const named = Object.entries(other).filter(([name]) => name in (expected.other ?? {}));
  const rank = ([name]: [string, Json]) =>
    ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
  const raw = [...(Object.entries(own) as [string, Json][]), ...named].sort(
    (a, b) => rank(a) - rank(b),
  ); // no undefined among them
  const actual = normalise(recorded, Object.fromEntries(raw), tokens) as JsonObject; // an object went in

  const differences: Difference[] = [];
  const note = (difference: Difference | undefined) => {
    if (difference !== undefined) differences.push(difference);
  };
  if (expected.history !== undefined) {
    const { compare, definition } = recorded;
    note(
      historiesDiffer(expected.history, actual.history, {
        compare: compare.history,
        definition,
        later,
      }),
    );
  }
  for (const part of ["describe", "sync"] as const) {
    if (expected[part] !== undefined) note(differ(expected[part], actual[part] ?? {}, part, later));
  }
  for (const [name, { value }] of Object.entries(expected.other ?? {})) {
    if (actual[name] !== undefined) note(differ(value, actual[name], name, later));
  }
  if (recorded.expected_status === null) return verdict(differences, undefined, true);
  const result = resultDiffers(recorded, actual, later);
  if (result !== undefined) note(result);
  else if (
    ["none", "output_only"].includes(recorded.compare.history) &&
    expected.case === undefined
  ) {
    note(
      differ(
        { cause: recorded.expected_cause },
        { cause: outcomeOf(actual).cause ?? null },
        "",
        later,
      ),
    );
  }
  return verdict(differences, result, false);
}

function verdict(
  differences: readonly Difference[],
  result: Difference | undefined,
  unknown: boolean,
): Verdict {
  const main = result ?? differences[0];
  if (main === undefined) return { result: "match" };
  const kept = result === undefined && !unknown;
  return { result: kept ? "status_output" : "fail", difference: words(main) };
}

/** Both with the same numbers of references, or with others. */
function differ(expected: Json, actual: Json, path: string, later: ReadonlySet<string>) {
  const strict = firstDifference(expected, actual, path, {
    references: new References(true),
    later,
  });
  if (strict === undefined) return undefined;
  return firstDifference(expected, actual, path, { references: new References(false), later });
}

function resultDiffers(
  recorded: Case,
  actual: JsonObject,
  later: ReadonlySet<string>,
): Difference | undefined {
  const { status, output, error, cause } = outcomeOf(actual);
  if (status !== recorded.expected_status) {
    const told = `${status} ${error ?? ""} ${shown(cause ?? "", 200)}`.trim();
    return { path: "status", expected: recorded.expected_status, actual: told };
  }
  const want: JsonObject = { error: recorded.expected_error };
  const got: JsonObject = { error: error ?? null };
  if (status === "SUCCEEDED") {
    want.output = recorded.expected_output;
    got.output = typeof output === "string" ? parsed(output) : (output ?? null);
  }
  const found = firstDifference(want, got, "", { references: new References(false), later });
  return found && { ...found, path: found.path.replace(/^\.+/, "") };
}

const STATUSES: Readonly<Record<string, string>> = {
  Succeeded: "SUCCEEDED",
  Failed: "FAILED",
  Aborted: "ABORTED",
  TimedOut: "TIMED_OUT",
};

function outcomeOf(actual: JsonObject): {
  status?: Json;
  output?: Json;
  error?: Json;
  cause?: Json;
} {
  const last = eventsOf(actual.history).at(-1);
  const ending = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.exec(String(last?.type))?.[1];
  if (last !== undefined && ending !== undefined) {
    const details = Object.entries(last).find(([name]) => name.endsWith("EventDetails"))?.[1];
    const status = STATUSES[ending] ?? null;
    return isObject(details) ? { ...details, status } : { status };
  }
  const told = actual.sync ?? actual.describe;
  return isObject(told) ? told : {};
}

/** What a step was answered, in the form in which the recording has it. */
export interface StepAnswer {
  readonly step: Step;
  readonly expectation: Expectation;
  readonly answer: Json;
}

/** Compares the answers of steps with their recording. */
export function judgeSteps(
  recorded: Case,
  answers: readonly StepAnswer[],
  problem: string | undefined,
  tokens: Tokens,
): Verdict {
  const later = laterOf(recorded);
  const named: { name: string; answer: StepAnswer }[] = [];
  for (const [at, answer] of answers.entries()) {
    const { name } = answer.expectation;
    named.push({ name: named.some((one) => one.name === name) ? `${name}~${at}` : name, answer });
  }
  const documents = Object.fromEntries(named.map(({ name, answer }) => [name, answer.answer]));
  const actual = normalise(recorded, documents, tokens) as JsonObject; // an object went in
  const strict = { references: new References(true), later };
  const differences = named.flatMap(({ name, answer: { step, expectation } }) => {
    const expected = expectedOf(expectation);
    const got = typed(actual[name] ?? null, expected);
    const said = stepDiffers(step, expected, got, name, strict, later);
    return said === undefined ? [] : [`step ${step.n} ${step.op}: ${said}`];
  });
  const [first] = differences;
  if (first === undefined) return { result: "match" };
  return {
    result: "fail",
    difference: problem === undefined ? first : `${problem}; then ${first}`,
  };
}

export const REFUSED = "(refused) ";

function stepDiffers(
  step: Step,
  expected: Json,
  got: Json,
  name: string,
  strict: { references: References; later: ReadonlySet<string> },
  later: ReadonlySet<string>,
): string | undefined {
  const whole = firstDifference(expected, got, name, strict);
  if (typeof got === "string" && got.startsWith(REFUSED)) {
    return `AWS ${shown(expected)} | engine refused: ${shown(got.slice(REFUSED.length), 300)}`;
  }
  const metadata = isObject(got) ? got.ResponseMetadata : undefined;
  const accepted =
    isObject(metadata) && metadata.HTTPStatusCode === 200 && isObject(got) && !("Error" in got);
  if (step.raises && accepted) return `AWS refused: ${shown(expected, 300)} | engine accepted`;
  if (whole === undefined) return undefined;
  const relaxed = { references: new References(false), later };
  const histories = isObject(expected) && "events" in expected && isObject(got) && "events" in got;
  const difference = histories
    ? eventsDiffer(eventsOf(expected), eventsOf(got), relaxed)
    : firstDifference(expected, got, name, relaxed);
  return difference && words(difference);
}

/** A message that AWS never gave counts by its code alone. */
function expectedOf({ value }: Expectation): Json {
  const error = isObject(value) ? value.Error : undefined;
  if (!isObject(value) || !isObject(error)) return value;
  if (!/^Error=\w+ Args=/.test(String(error.Message ?? ""))) return value;
  return { Error: { Code: error.Code ?? null }, ResponseMetadata: value.ResponseMetadata ?? null };
}

function typed(got: Json, expected: Json): Json {
  if (!isObject(expected) || !isObject(got)) return got;
  const [wanted, error] = [expected.Error, got.Error];
  if (isObject(wanted) && Object.keys(wanted).join() === "Code" && isObject(error)) {
    return { Error: { Code: error.Code ?? null }, ResponseMetadata: got.ResponseMetadata ?? null };
  }
  const general = ["ClientError", "FakeClientError"].includes(String(expected.exception_typename));
  return general && "exception_typename" in got
    ? { ...got, exception_typename: expected.exception_typename ?? null }
    : got;
}
