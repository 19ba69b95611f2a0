import type { JsonValue } from "../../shared/json.js";

/** Where a path starts: the state's input (`$`), the context object (`$$`) or a variable (`$name`). */
export type PathRoot =
  | { readonly kind: "input" }
  | { readonly kind: "context" }
  | { readonly kind: "variable"; readonly name: string };

/** One step of a path, in the words of the Jayway dialect. */
export type Segment =
  | { readonly kind: "properties"; readonly names: readonly string[] }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "wildcard" }
  | { readonly kind: "scan" }
  | { readonly kind: "filter"; readonly condition: Condition; readonly text: string }
  | {
      readonly kind: "function";
      readonly name: PathFunctionName;
      readonly args: readonly Operand[];
    };

/** A path taken apart. */
export interface ParsedPath {
  readonly root: PathRoot;
  readonly segments: readonly Segment[];
}

/** What a filter asks of an element. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly conditions: readonly Condition[] }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "exists"; readonly path: FilterPath }
  | {
      readonly kind: "compare";
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    };

/** A path in a filter: from the element (`@`) or from the root of the document (`$`). */
export interface FilterPath {
  readonly from: "element" | "document";
  readonly segments: readonly Segment[];
}

/** One side of a comparison, or an argument of a path function. */
export type Operand =
  | { readonly kind: "literal"; readonly value: JsonValue }
  | { readonly kind: "path"; readonly path: FilterPath };

/** The operators of a filter, longest first where one begins another. */
export const COMPARISON_OPERATORS = [
  "===",
  "!==",
  "==",
  "!=",
  "<=",
  ">=",
  "<",
  ">",
  "subsetof",
  "noneof",
  "contains",
  "anyof",
  "empty",
  "size",
  "nin",
  "all",
  "in",
] as const;

export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** The functions that may end a path: `$.items.length()`. */
export const PATH_FUNCTIONS = [
  "append",
  "avg",
  "concat",
  "first",
  "index",
  "keys",
  "last",
  "length",
  "max",
  "min",
  "size",
  "stddev",
  "sum",
] as const;

export type PathFunctionName = (typeof PATH_FUNCTIONS)[number];
