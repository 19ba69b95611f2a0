import type { JsonValue } from "../../shared/json.js";
import { fieldOf } from "../json-object.js";
import { StatesError } from "../states-error.js";
import { parsePath } from "./parse.js";
import { PathNotFound } from "./path-not-found.js";
import { isDefinite, select } from "./select.js";
import type { ParsedPath, PathRoot, Segment } from "./syntax.js";

/** What paths, templates, intrinsic functions and choice rules read from. */
export interface PathScope {
  readonly input: JsonValue;
  /** The context object, `$$`. */
  readonly context: JsonValue;
  /** The variables in scope, by name without the `$`. */
  readonly variables: Readonly<Record<string, JsonValue>>;
  /** The input as it came, which causes quote; default: its JSON without spaces. */
  readonly inputText?: string;
}

/** Where a path led: a value, or nowhere, for the reason that Jayway gives. */
export type PathResult =
  | { readonly found: true; readonly value: JsonValue }
  | { readonly found: false; readonly reason: string };

/** A path of the Jayway dialect, ready to be followed any number of times. */
export interface CompiledPath {
  readonly text: string;
  readonly root: PathRoot;
  readonly segments: readonly Segment[];
  /** Whether it leads to one place at most; otherwise its value is the list of all matches. */
  readonly isDefinite: boolean;
  /** Whether it names one place by fields and indexes only, as ResultPath and others require. */
  readonly isReference: boolean;
  /** Follows the path; a definite one may lead nowhere. */
  find(scope: PathScope): PathResult;
  /** The value it leads to. @throws StatesError States.Runtime, `Invalid path '$.a' : …` */
  evaluate(scope: PathScope): JsonValue;
}

/** Compiles a path: `$.a`, `$$.State.Name`, `$variable[0]`. @throws ExpressionSyntaxError */
export function compilePath(text: string): CompiledPath {
  return pathOf(text, parsePath(text));
}

/** A compiled path from one that is already taken apart, as those within an intrinsic function. */
export function pathOf(text: string, { root, segments }: ParsedPath): CompiledPath {
  const find = (scope: PathScope) => follow(root, segments, scope);
  return {
    text,
    root,
    segments,
    isDefinite: isDefinite(segments),
    isReference: root.kind === "input" && segments.every(isReferenceStep),
    find,
    evaluate(scope) {
      const result = find(scope);
      if (result.found) return result.value;
      throw new StatesError("States.Runtime", `Invalid path '${text}' : ${result.reason}`);
    },
  };
}

function isReferenceStep(segment: Segment): boolean {
  if (segment.kind === "properties") return segment.names.length === 1;
  return (
    segment.kind === "indexes" && segment.indexes.length === 1 && (segment.indexes[0] ?? -1) >= 0
  );
}

function follow(root: PathRoot, segments: readonly Segment[], scope: PathScope): PathResult {
  const document = documentOf(root, scope);
  if (document === undefined)
    return { found: false, reason: `No results for path: $['${nameOf(root)}']` };
  try {
    return { found: true, value: select(segments, document) };
  } catch (error) {
    if (error instanceof PathNotFound) return { found: false, reason: error.message };
    throw error;
  }
}

function documentOf(root: PathRoot, scope: PathScope): JsonValue | undefined {
  if (root.kind === "input") return scope.input;
  if (root.kind === "context") return scope.context;
  return fieldOf(scope.variables, root.name);
}

function nameOf(root: PathRoot): string {
  return root.kind === "variable" ? root.name : root.kind;
}
