import type { JsonValue } from "../../shared/json.js";
import type { TextCursor } from "../text-cursor.js";
import { readQuoted } from "./quoted-string.js";
import {
  COMPARISON_OPERATORS,
  type ComparisonOperator,
  type Condition,
  type FilterPath,
  type Operand,
  type Segment,
} from "./syntax.js";

/** Reads the steps of a path, within a filter. */
export type PathReader = (cursor: TextCursor) => Segment[];

const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const MAX_PARENTHESES = 64;

/** Reads what follows the `?` of a filter: a condition in parentheses. @throws ExpressionSyntaxError */
export function readCondition(cursor: TextCursor, readPath: PathReader): Condition {
  cursor.skipSpace();
  cursor.expect("(");
  const condition = readAny(cursor, readPath, 0);
  cursor.expect(")");
  return condition;
}

/** Reads the arguments of a path function, with their parentheses. @throws ExpressionSyntaxError */
export function readArguments(cursor: TextCursor, readPath: PathReader): Operand[] {
  cursor.expect("(");
  cursor.skipSpace();
  const args: Operand[] = [];
  while (!cursor.take(")")) {
    if (args.length > 0) cursor.expect(",");
    args.push(readOperand(cursor, readPath));
    cursor.skipSpace();
  }
  return args;
}

function readAny(cursor: TextCursor, readPath: PathReader, depth: number): Condition {
  const conditions = [readAll(cursor, readPath, depth)];
  while (cursor.take("||")) conditions.push(readAll(cursor, readPath, depth));
  return joined("any", conditions);
}

function readAll(cursor: TextCursor, readPath: PathReader, depth: number): Condition {
  const conditions = [readOne(cursor, readPath, depth)];
  while (cursor.take("&&")) conditions.push(readOne(cursor, readPath, depth));
  return joined("all", conditions);
}

function joined(kind: "all" | "any", conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  return first !== undefined && conditions.length === 1 ? first : { kind, conditions };
}

function readOne(cursor: TextCursor, readPath: PathReader, depth: number): Condition {
  if (depth > MAX_PARENTHESES) {
    throw cursor.fault(`Expected at most ${MAX_PARENTHESES} parentheses within each other`);
  }
  cursor.skipSpace();
  const condition = readTerm(cursor, readPath, depth);
  cursor.skipSpace();
  return condition;
}

function readTerm(cursor: TextCursor, readPath: PathReader, depth: number): Condition {
  if (cursor.take("!")) return { kind: "not", condition: readOne(cursor, readPath, depth + 1) };
  if (cursor.take("(")) {
    const condition = readAny(cursor, readPath, depth + 1);
    cursor.expect(")");
    return condition;
  }
  const left = readOperand(cursor, readPath);
  cursor.skipSpace();
  const operator = readOperator(cursor);
  if (operator !== undefined) {
    return { kind: "compare", operator, left, right: readOperand(cursor, readPath) };
  }
  if (left.kind === "path") return { kind: "exists", path: left.path };
  throw cursor.fault(`Expected one of the operators ${COMPARISON_OPERATORS.join(" ")}`);
}

function readOperator(cursor: TextCursor): ComparisonOperator | undefined {
  if (cursor.sees("=~")) {
    throw cursor.fault("Regular expressions (=~) are not supported; expected another operator");
  }
  return COMPARISON_OPERATORS.find((operator) => cursor.take(operator));
}

function readOperand(cursor: TextCursor, readPath: PathReader): Operand {
  cursor.skipSpace();
  if (cursor.sees("@") || cursor.sees("$"))
    return { kind: "path", path: readFilterPath(cursor, readPath) };
  return { kind: "literal", value: readLiteral(cursor, 0) };
}

function readFilterPath(cursor: TextCursor, readPath: PathReader): FilterPath {
  const from = cursor.take("@") ? "element" : "document";
  if (from === "document") cursor.expect("$");
  return { from, segments: readPath(cursor) };
}

function readLiteral(cursor: TextCursor, depth: number): JsonValue {
  cursor.skipSpace();
  if (cursor.sees("'") || cursor.sees('"')) return readQuoted(cursor);
  if (cursor.sees("[") && depth < MAX_PARENTHESES) return readList(cursor, depth);
  for (const [word, value] of WORDS) if (cursor.take(word)) return value;
  const number = cursor.match(NUMBER);
  if (number !== undefined) return Number(number);
  throw cursor.fault("Expected a path (@ or $), a string, a number, a list, true, false or null");
}

const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

function readList(cursor: TextCursor, depth: number): JsonValue[] {
  cursor.expect("[");
  const items: JsonValue[] = [];
  cursor.skipSpace();
  while (!cursor.take("]")) {
    if (items.length > 0) cursor.expect(",");
    items.push(readLiteral(cursor, depth + 1));
    cursor.skipSpace();
  }
  return items;
}
