import { TextCursor } from "../text-cursor.js";
import { type PathReader, readArguments, readCondition } from "./parse-filter.js";
import { readQuoted } from "./quoted-string.js";
import {
  PATH_FUNCTIONS,
  type ParsedPath,
  type PathFunctionName,
  type PathRoot,
  type Segment,
} from "./syntax.js";

const VARIABLE_NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const INDEXES = /\s*-?\d+\s*(,\s*-?\d+\s*)*(?=\])/y;
const SLICE = /\s*(?=-?\d*\s*:)(-?\d+)?\s*:\s*(-?\d+)?\s*(:[-\d\s]*)?(?=\])/y;
/** In dot notation; a name with other characters goes in brackets and quotes. */
const NAME = /[^\s.[\](),]+/y;
/** In a filter, an operator may follow without a space. */
const NAME_IN_FILTER = /[^\s.[\](),=!<>&|]+/y;

const MAX_FILTER_DEPTH = 16;

/** Takes a whole path apart. @throws ExpressionSyntaxError */
export function parsePath(text: string): ParsedPath {
  const cursor = new TextCursor(text);
  const path = readPath(cursor);
  if (!cursor.done) throw cursor.fault("Expected a path to end, or to go on with . or [");
  return path;
}

/** Reads a path that starts here, as far as it goes: an argument ends at its comma. */
export function readPath(cursor: TextCursor): ParsedPath {
  const root = readRoot(cursor);
  return { root, segments: readSegments(cursor, 0) };
}

function readRoot(cursor: TextCursor): PathRoot {
  if (!cursor.take("$")) throw cursor.fault("Expected a path, which starts with $,");
  if (cursor.take("$")) return { kind: "context" };
  const name = cursor.match(VARIABLE_NAME);
  return name === undefined ? { kind: "input" } : { kind: "variable", name };
}

/** How filters and arguments read the paths in them; a filter may hold a filter, to a depth. */
function pathReader(depth: number): PathReader {
  return (cursor) => {
    if (depth >= MAX_FILTER_DEPTH) {
      throw cursor.fault(`Expected at most ${MAX_FILTER_DEPTH} filters within each other`);
    }
    return readSegments(cursor, depth + 1);
  };
}

function readSegments(cursor: TextCursor, depth: number): Segment[] {
  const segments: Segment[] = [];
  for (;;) {
    if (cursor.take("..")) {
      segments.push({ kind: "scan" });
      if (cursor.done) throw cursor.fault("Expected a name, * or [ after ..");
      segments.push(cursor.sees("[") ? readBracket(cursor, depth) : readName(cursor, depth));
    } else if (cursor.take(".")) {
      // Jayway reads "$.[0]" as "$[0]".
      segments.push(cursor.sees("[") ? readBracket(cursor, depth) : readName(cursor, depth));
    } else if (cursor.sees("[")) {
      segments.push(readBracket(cursor, depth));
    } else {
      return segments;
    }
    if (segments.at(-1)?.kind === "function") return segments;
  }
}

function readName(cursor: TextCursor, depth: number): Segment {
  if (cursor.take("*")) return { kind: "wildcard" };
  const name = cursor.match(depth > 0 ? NAME_IN_FILTER : NAME);
  if (name === undefined) throw cursor.fault("Expected a name, * or [");
  if (!cursor.sees("(")) return { kind: "properties", names: [name] };
  if (!isPathFunction(name)) {
    throw cursor.fault(`Expected one of the functions ${PATH_FUNCTIONS.join(", ")}, not ${name},`);
  }
  return { kind: "function", name, args: readArguments(cursor, pathReader(depth)) };
}

function isPathFunction(name: string): name is PathFunctionName {
  return (PATH_FUNCTIONS as readonly string[]).includes(name);
}

function readBracket(cursor: TextCursor, depth: number): Segment {
  cursor.expect("[");
  cursor.skipSpace();
  const segment = readSelector(cursor, depth);
  cursor.skipSpace();
  cursor.expect("]");
  return segment;
}

function readSelector(cursor: TextCursor, depth: number): Segment {
  if (cursor.take("*")) return { kind: "wildcard" };
  if (cursor.sees("?")) {
    const start = cursor.position;
    cursor.take("?");
    const condition = readCondition(cursor, pathReader(depth));
    return { kind: "filter", condition, text: `[${cursor.text.slice(start, cursor.position)}]` };
  }
  if (cursor.sees("'") || cursor.sees('"')) return { kind: "properties", names: readNames(cursor) };
  const slice = cursor.match(SLICE);
  if (slice !== undefined) {
    // A third number, the step of other dialects, is read and has no effect, as in Jayway.
    const [from = "", to = ""] = slice.split(":");
    return { kind: "slice", from: bound(from), to: bound(to) };
  }
  const indexes = cursor.match(INDEXES);
  if (indexes === undefined) throw cursor.fault("Expected ', a number, a slice, * or ? after [");
  return { kind: "indexes", indexes: indexes.split(",").map(Number) };
}

function bound(text: string): number | undefined {
  return text.trim() === "" ? undefined : Number(text);
}

function readNames(cursor: TextCursor): string[] {
  const names = [readQuoted(cursor)];
  for (cursor.skipSpace(); cursor.take(","); cursor.skipSpace()) {
    cursor.skipSpace();
    names.push(readQuoted(cursor));
  }
  return names;
}
