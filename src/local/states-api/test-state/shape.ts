import type { JsonValue } from "../../../shared/json.js";

/** What a value must look like, as services model what they answer. */
export type Shape =
  | { readonly is: "string"; readonly min?: number; readonly words?: readonly string[] }
  | { readonly is: "number"; readonly min?: number; readonly max?: number }
  | { readonly is: "boolean" }
  | { readonly is: "any" }
  | { readonly is: "array"; readonly of: Shape }
  | { readonly is: "map"; readonly of: Shape }
  | {
      readonly is: "object";
      readonly members: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
    };

/** What is wrong with a value; undefined when nothing is. Members that a shape does not know may be there. */
export function checkShape(
  value: JsonValue,
  shape: Shape,
  requireAll: boolean,
  field = "result",
): string | undefined {
  const check = CHECKS[shape.is] as Check<Shape["is"]>; // the entry of its own name
  return check(value, shape as never, { field, requireAll }); // as above
}

interface Around {
  readonly field: string;
  readonly requireAll: boolean;
}

type ShapeOf<Is extends Shape["is"]> = Extract<Shape, { is: Is }>;

type Check<Is extends Shape["is"]> = (
  value: JsonValue,
  shape: ShapeOf<Is>,
  around: Around,
) => string | undefined;

const CHECKS: { readonly [Is in Shape["is"]]: Check<Is> } = {
  any: () => undefined,
  boolean: (value, _shape, { field }) =>
    typeof value === "boolean" ? undefined : `Field '${field}' must be a boolean`,
  string(value, { min = 0, words }, { field }) {
    if (typeof value !== "string") return `Field '${field}' must be a string`;
    if (value.length < min) return `Field '${field}' is smaller than the minimum length`;
    if (words !== undefined && !words.includes(value)) {
      return `Field '${field}' is not an expected value`;
    }
    return undefined;
  },
  number(value, { min = -Infinity, max = Infinity }, { field }) {
    if (typeof value !== "number") return `Field '${field}' must be a number`;
    if (value < min) return `Field '${field}' is less than the minimum value`;
    return value > max ? `Field '${field}' exceeds the maximum value` : undefined;
  },
  array(value, { of }, { field, requireAll }) {
    if (!Array.isArray(value)) return `Field '${field}' must be an array`;
    return first(value.map((item: JsonValue) => checkShape(item, of, requireAll, field)));
  },
  map(value, { of }, { field, requireAll }) {
    const members = membersOf(value);
    if (members === undefined) return `Field '${field}' must be an object`;
    return first(members.map(([name, item]) => checkShape(item, of, requireAll, name)));
  },
  object(value, { members, required = [] }, { field, requireAll }) {
    const given = membersOf(value);
    if (given === undefined) return `Field '${field}' must be an object`;
    const names = given.map(([name]) => name);
    const missing = requireAll ? required.find((name) => !names.includes(name)) : undefined;
    if (missing !== undefined) return `Required field '${missing}' is missing`;
    return first(
      given.map(([name, item]) => {
        const shape = Object.hasOwn(members, name) ? members[name] : undefined;
        return shape === undefined ? undefined : checkShape(item, shape, requireAll, name);
      }),
    );
  },
};

function first(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}

function membersOf(value: JsonValue): [string, JsonValue][] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value as Readonly<Record<string, JsonValue>>); // an object, as just looked at
}
