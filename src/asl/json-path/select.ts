import type { JsonValue } from "../../shared/json.js";
import { fieldOf, isJsonArray, isJsonObject } from "../json-object.js";
import { holds, operandValue } from "./filter.js";
import { PATH_FUNCTION_TABLE } from "./functions.js";
import { notFound, PathNotFound } from "./path-not-found.js";
import type { FilterPath, Segment } from "./syntax.js";

type Found = readonly JsonValue[];
type Of<Kind extends Segment["kind"]> = Extract<Segment, { kind: Kind }>;

/**
 * What a path leads to: its one value when it is definite, the list of all matches when it is not,
 * which may be empty.
 *
 * @throws PathNotFound when a definite path leads nowhere.
 */
export function select(segments: readonly Segment[], document: JsonValue): JsonValue {
  const strict = isDefinite(segments);
  const found = follow({ segments, document, strict }, [document]);
  if (!strict) return found;
  const [value] = found;
  if (value === undefined) throw notFound.nothing(segments);
  return value;
}

/** Whether a path can lead to one place only. A function gives one value whatever it is asked of. */
export function isDefinite(segments: readonly Segment[]): boolean {
  const last = segments.length - 1;
  return (
    segments[last]?.kind === "function" ||
    segments.every((segment, at) => leadsOn(segment, at === last))
  );
}

function leadsOn(segment: Segment, isLast: boolean): boolean {
  if (segment.kind === "properties") return segment.names.length === 1 || isLast;
  return segment.kind === "indexes" && segment.indexes.length === 1;
}

interface Journey {
  readonly segments: readonly Segment[];
  /** The root of the document, for the `$` of a filter. */
  readonly document: JsonValue;
  /** Whether a wrong turn is an error: it is not on indefinite paths, nor within a filter. */
  readonly strict: boolean;
}

interface Step {
  readonly journey: Journey;
  readonly index: number;
  /** Whether a wrong turn is an error here: not after steps to many places, which a function ends. */
  readonly strict: boolean;
}

function follow(journey: Journey, start: Found): Found {
  const { segments } = journey;
  let found = start;
  let definite = true;
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined) break;
    const step: Step = { journey, index, strict: journey.strict && definite };
    if (segment.kind === "function") return [applyFunction(segment, found, definite, journey)];
    found = segment.kind === "scan" ? withDescendants(found) : take(segment, found, step);
    definite &&= leadsOn(segment, index === segments.length - 1);
  }
  return found;
}

function take(segment: Exclude<Segment, Of<"scan" | "function">>, found: Found, step: Step): Found {
  const next: JsonValue[] = [];
  for (const value of found) {
    switch (segment.kind) {
      case "properties":
        takeProperties(segment, value, step, next);
        break;
      case "indexes":
        takeIndexes(segment, value, step, next);
        break;
      case "slice":
        takeSlice(segment, value, step, next);
        break;
      case "wildcard":
        for (const child of childrenOf(value)) next.push(child);
        break;
      case "filter":
        takeFiltered(segment, value, step, next);
        break;
    }
  }
  return next;
}

function takeProperties(
  segment: Of<"properties">,
  value: JsonValue,
  step: Step,
  next: JsonValue[],
) {
  const { segments } = step.journey;
  const isLast = step.index === segments.length - 1;
  if (!isJsonObject(value)) {
    if (step.strict) throw notFound.notAnObject(segments.slice(0, step.index), segment, value);
    return;
  }
  const present = segment.names.filter((name) => Object.hasOwn(value, name));
  if (isLast && segment.names.length > 1) {
    const afterScan = segments[step.index - 1]?.kind === "scan";
    if (afterScan && present.length < segment.names.length) return;
    next.push(Object.fromEntries(present.map((name) => [name, fieldOf(value, name) ?? null])));
    return;
  }
  for (const name of present) next.push(fieldOf(value, name) ?? null);
  if (present.length === 0 && step.strict && !isLast) {
    throw notFound.property(segments.slice(0, step.index + 1));
  }
}

function takeIndexes(segment: Of<"indexes">, value: JsonValue, step: Step, next: JsonValue[]) {
  if (!isJsonArray(value)) return mindNotAnArray(segment, value, step);
  for (const index of segment.indexes) {
    const item = value.at(index);
    if (item !== undefined) next.push(item);
  }
}

function takeSlice(segment: Of<"slice">, value: JsonValue, step: Step, next: JsonValue[]) {
  if (!isJsonArray(value)) return mindNotAnArray(segment, value, step);
  for (const item of sliceOf(value, segment)) next.push(item);
}

/** Between a bound from the start and one from the end, Jayway finds nothing. */
function sliceOf(list: readonly JsonValue[], { from, to }: Of<"slice">): readonly JsonValue[] {
  const crosses = from !== undefined && from >= 0 && to !== undefined && to < 0;
  return crosses ? [] : list.slice(from, to);
}

function mindNotAnArray(segment: Segment, value: JsonValue, step: Step) {
  if (step.strict)
    throw notFound.notAnArray(step.journey.segments.slice(0, step.index), segment, value);
}

function takeFiltered(segment: Of<"filter">, value: JsonValue, step: Step, next: JsonValue[]) {
  const { document, segments } = step.journey;
  const accepts = (element: JsonValue) =>
    holds(segment.condition, (path) => lookUp(path, element, document));
  if (isJsonObject(value)) {
    if (accepts(value)) next.push(value);
  } else if (isJsonArray(value)) {
    // After a scan, the elements come by themselves.
    if (segments[step.index - 1]?.kind === "scan") return;
    for (const element of value) if (accepts(element)) next.push(element);
  } else if (step.strict) {
    throw notFound.notFiltered(segment, value);
  }
}

/** What a path in a filter leads to: undefined where a definite one leads nowhere. */
function lookUp(path: FilterPath, element: JsonValue, document: JsonValue): JsonValue | undefined {
  const start = path.from === "element" ? element : document;
  try {
    const found = follow({ segments: path.segments, document, strict: false }, [start]);
    return isDefinite(path.segments) ? found[0] : found;
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

function applyFunction(segment: Of<"function">, found: Found, definite: boolean, journey: Journey) {
  const { segments, document, strict } = journey;
  const [value] = found;
  if (definite && value === undefined) throw notFound.nothing(segments);
  const args = segment.args.map((arg) => {
    const given = operandValue(arg, (path) => lookUp(path, value ?? null, document));
    if (given === undefined && strict) throw notFound.nothing(segments);
    return given ?? null;
  });
  return PATH_FUNCTION_TABLE[segment.name](definite ? (value ?? null) : found, args);
}

/** The values and all that is in them, each before its children; without recursion, however deep. */
function withDescendants(found: Found): Found {
  const all: JsonValue[] = [];
  const waiting = [...found].reverse();
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    all.push(value);
    const children = childrenOf(value);
    for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at] ?? null);
  }
  return all;
}

function childrenOf(value: JsonValue): readonly JsonValue[] {
  if (isJsonArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}
