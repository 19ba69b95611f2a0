import type { JsonValue } from "../../shared/json.js";
import { type CompiledPath, pathOf } from "../json-path/compile-path.js";
import { readPath } from "../json-path/parse.js";
import { TextCursor } from "../text-cursor.js";
import { INTRINSIC_ARITY, type IntrinsicName, isIntrinsicName } from "./names.js";

/** A call of an intrinsic function, taken apart. */
export interface IntrinsicCall {
  readonly name: IntrinsicName;
  readonly args: readonly IntrinsicArgument[];
}

/** An argument; a string in quotes is kept as written too, for braces that Format takes as they are. */
export type IntrinsicArgument =
  | { readonly kind: "literal"; readonly value: JsonValue; readonly written?: string }
  | { readonly kind: "path"; readonly path: CompiledPath }
  | { readonly kind: "call"; readonly call: IntrinsicCall };

/** Calls within each other: the service's limit. */
const MAX_NESTED = 10;

const NAME = /States\.[A-Za-z0-9]+/y;
const NUMBER = /[+-]?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const ESCAPABLE = /['{}\\]/;

/** Takes an intrinsic function's text apart. @throws ExpressionSyntaxError */
export function parseIntrinsic(text: string): IntrinsicCall {
  const cursor = new TextCursor(text);
  cursor.skipSpace();
  const call = readCall(cursor, 1);
  cursor.skipSpace();
  if (!cursor.done) throw cursor.fault("Expected the end of the intrinsic function");
  return call;
}

function readCall(cursor: TextCursor, depth: number): IntrinsicCall {
  if (depth > MAX_NESTED) {
    throw cursor.fault(`Expected at most ${MAX_NESTED} intrinsic functions within each other`);
  }
  const start = cursor.position;
  const name = cursor.match(NAME);
  if (!isIntrinsicName(name)) {
    cursor.position = start;
    const known = Object.keys(INTRINSIC_ARITY).join(", ");
    throw cursor.fault(`Expected one of the intrinsic functions ${known}`);
  }
  cursor.skipSpace();
  cursor.expect("(");
  const args: IntrinsicArgument[] = [];
  for (cursor.skipSpace(); !cursor.take(")"); cursor.skipSpace()) {
    if (args.length > 0) cursor.expect(",");
    cursor.skipSpace();
    args.push(readArgument(cursor, depth));
  }
  return { name, args };
}

function readArgument(cursor: TextCursor, depth: number): IntrinsicArgument {
  if (cursor.sees("$")) {
    const start = cursor.position;
    const parsed = readPath(cursor);
    return { kind: "path", path: pathOf(cursor.text.slice(start, cursor.position), parsed) };
  }
  if (cursor.sees("'")) return readString(cursor);
  if (cursor.sees("States.")) return { kind: "call", call: readCall(cursor, depth + 1) };
  if (cursor.take("true")) return { kind: "literal", value: true };
  if (cursor.take("false")) return { kind: "literal", value: false };
  if (cursor.take("null")) return { kind: "literal", value: null };
  const number = cursor.match(NUMBER);
  if (number !== undefined) return { kind: "literal", value: Number(number) };
  throw cursor.fault(
    "Expected a path ($…), a string in single quotes, a number, true, false, null or an intrinsic function",
  );
}

function readString(cursor: TextCursor): IntrinsicArgument {
  const start = cursor.position;
  cursor.expect("'");
  let value = "";
  while (!cursor.take("'")) {
    if (cursor.take("\\") && !ESCAPABLE.test(cursor.here)) {
      throw cursor.fault("Expected ', {, } or \\ after a backslash");
    }
    if (cursor.done) {
      cursor.position = start;
      throw cursor.fault("Expected a closing ' for the string");
    }
    value += cursor.here;
    cursor.position += 1;
  }
  return { kind: "literal", value, written: cursor.text.slice(start + 1, cursor.position - 1) };
}
