import type { JsonValue } from "../../shared/json.js";
import { javaText } from "../java-text.js";
import { isJsonArray } from "../json-object.js";
import type { Segment } from "./syntax.js";

/**
 * A path that leads to one place, which the document does not have. The sentence is Jayway's, which
 * the service passes on after "Invalid path '…' : ".
 */
export class PathNotFound extends Error {
  override readonly name = "PathNotFound";
}

/** `$['items'][0]`: a path as Jayway writes it. */
export function describePath(segments: readonly Segment[], root = "$"): string {
  return root + segments.map(describeSegment).join("");
}

function describeSegment(segment: Segment): string {
  switch (segment.kind) {
    case "properties":
      return `[${segment.names.map((name) => `'${name}'`).join(",")}]`;
    case "indexes":
      return `[${segment.indexes.join(",")}]`;
    case "slice":
      return `[${segment.from ?? ""}:${segment.to ?? ""}]`;
    case "wildcard":
      return "[*]";
    case "scan":
      return "..";
    case "filter":
      return segment.text;
    case "function":
      return `.${segment.name}()`;
  }
}

export const notFound = {
  nothing: (segments: readonly Segment[]) =>
    new PathNotFound(`No results for path: ${describePath(segments)}`),
  property: (upTo: readonly Segment[]) =>
    new PathNotFound(`Missing property in path ${describePath(upTo)}`),
  notAnObject: (upTo: readonly Segment[], segment: Segment, found: JsonValue) =>
    new PathNotFound(
      `Expected to find an object with property ${describeSegment(segment)} in path ${describePath(upTo)} but found '${javaClass(found)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`,
    ),
  notAnArray: (upTo: readonly Segment[], segment: Segment, found: JsonValue) =>
    new PathNotFound(
      found === null
        ? `The path ${describePath(upTo)} is null`
        : `Filter: ${describeSegment(segment)} can only be applied to arrays. Current context is: ${javaText(found)}`,
    ),
  notFiltered: (segment: Segment, found: JsonValue) =>
    new PathNotFound(
      `Filter: ${describeSegment(segment)} can not be applied to primitives. Current context is: ${javaText(found)}`,
    ),
  nothingToAggregate: () =>
    new PathNotFound("Aggregation function attempted to calculate value using empty array"),
} as const;

function javaClass(value: JsonValue): string {
  if (value === null) return "null";
  if (isJsonArray(value)) return "java.util.ArrayList";
  switch (typeof value) {
    case "string":
      return "java.lang.String";
    case "boolean":
      return "java.lang.Boolean";
    case "number":
      if (!Number.isInteger(value)) return "java.lang.Double";
      return value === (value | 0) ? "java.lang.Integer" : "java.lang.Long";
    default:
      return "java.util.LinkedHashMap";
  }
}
