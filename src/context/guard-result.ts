import { InvalidArgumentError } from "../shared/errors.js";
import { stringifyStrict } from "../shared/json.js";
import { PayloadTooLargeError, type StateDataClient } from "../state-data/index.js";
import { fattestPaths } from "./fat-paths.js";
import { markerFor, type Offloaded } from "./offloaded.js";

/** What may be offloaded of a result that is too large: all of it, or the properties named. */
export type OffloadOption = boolean | readonly string[];

/** A result as it leaves a task that may offload: whole, or with something that stands for it. */
export type PassedOn<Result, Offload extends OffloadOption> = Offload extends true
  ? Result | Offloaded<Result>
  : Offload extends readonly (infer Name)[]
    ? { [P in keyof Result]: P extends Name ? Result[P] | Offloaded<Result[P]> : Result[P] }
    : Result;

export interface Guard {
  /** Bytes of JSON text that may leave the state. */
  readonly limit: number;
  readonly offload: OffloadOption;
  /** Bytes that leave the state beside the result: its input, where ResultPath merges the two. */
  readonly beside: number;
  readonly stateData: StateDataClient;
}

/**
 * A result as it may leave the state: as it is where it is small enough, else with parts of it
 * offloaded. Nothing is put unless what is left then fits.
 *
 * @throws PayloadTooLargeError that names the fattest paths; InvalidArgumentError for what JSON
 * cannot carry.
 */
export async function guardResult(result: unknown, guard: Guard): Promise<unknown> {
  if (result === undefined) return undefined;
  refuseStream(result);
  const text = stringifyStrict(result, "The result of the task");
  if (fits(text, guard)) return result;
  const value: unknown = JSON.parse(text);
  const plan = planOffload(value, text, guard);
  if (!fits(JSON.stringify(plan.result), guard)) throw tooLarge(value, text, plan, guard);
  await Promise.all(
    plan.moved.map(({ marker, value }) => guard.stateData.putItem(marker.$state_data, value)),
  );
  return plan.result;
}

/** What goes on, and what is put for it. */
interface OffloadPlan {
  readonly result: unknown;
  readonly moved: readonly { readonly marker: Offloaded; readonly value: unknown }[];
}

function planOffload(value: unknown, text: string, guard: Guard): OffloadPlan {
  const place = placeOf(guard.stateData);
  if (guard.offload === false || place === undefined) return { result: value, moved: [] };
  if (guard.offload === true) {
    const marker = markerFor(text, place);
    return { result: marker, moved: [{ marker, value }] };
  }
  let plan: OffloadPlan = { result: value, moved: [] };
  // The largest first, and no more than needed: a Choice or Map may look at the others.
  for (const [name, part] of namedParts(value, guard.offload)) {
    if (fits(JSON.stringify(plan.result), guard)) break;
    const marker = markerFor(JSON.stringify(part), place);
    // A property that is smaller than what would stand for it stays.
    if (marker.$state_data.size <= JSON.stringify(marker).length) break;
    plan = {
      result: { ...(plan.result as object), [name]: marker }, // it has properties
      moved: [...plan.moved, { marker, value: part }],
    };
  }
  return plan;
}

/** The named properties that are there, the largest first. */
function namedParts(value: unknown, names: readonly string[]): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const size = (part: unknown) => JSON.stringify(part).length;
  return Object.entries(value)
    .filter(([name]) => names.includes(name))
    .sort(([, one], [, other]) => size(other) - size(one));
}

function placeOf({ table, namespace }: StateDataClient) {
  return table === undefined || namespace === undefined ? undefined : { table, namespace };
}

function fits(text: string, { limit, beside }: Guard): boolean {
  return Buffer.byteLength(text) + beside <= limit;
}

function tooLarge(value: unknown, text: string, plan: OffloadPlan, guard: Guard) {
  const { limit, beside } = guard;
  const paths = fattestPaths(value);
  const size = Buffer.byteLength(text) + beside;
  const parts = paths.map(({ path, size }) => `${path} (${size})`).join(", ");
  const withInput = beside === 0 ? "" : `, ${beside} of them the input that it is merged with`;
  return new PayloadTooLargeError(
    `The result of the task has ${size} bytes${withInput}; at most ${limit} may leave it (option "maxResultBytes"; Step Functions ends a run above 262,144). The largest parts, in bytes: ${parts}. ${remedyFor(plan, guard)}`,
    { size, limit, paths },
  );
}

function remedyFor({ moved }: OffloadPlan, { offload, beside, limit, stateData }: Guard): string {
  if (beside >= limit) return `The input alone is too large: do not merge it ("ResultPath").`;
  if (offload === false) {
    return `Put them with context.stateData and return the pointers, or let the task offload what is too large: task(run, { offload: true }).`;
  }
  if (placeOf(stateData) === undefined) {
    return stateData.table === undefined
      ? `It is not offloaded, for there is no table: give the "table" option, or set SFN_DATA_TABLE.`
      : `It is not offloaded, for it is not known which execution this is: let the Task state send its context, "Parameters": { "input.$": "$", "context.$": "$$" }.`;
  }
  return `Even with ${moved.length} of the properties offloaded it does not fit: name others in "offload", or set it to true.`;
}

/** JSON would make an object of a stream's inner state. */
function refuseStream(result: unknown): void {
  if (typeof result !== "object" || result === null) return;
  if (!("pipe" in result || "getReader" in result || Symbol.asyncIterator in result)) return;
  throw new InvalidArgumentError(
    `Expected the result of the task to be a JSON value, got a stream. Read it first, or put what it brings: context.stateData.putItems("key", stream) takes any async iterable.`,
  );
}
