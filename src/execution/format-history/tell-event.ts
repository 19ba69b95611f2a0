import { readJson } from "../execution-facts.js";
import type { HistoryEvent } from "../history-event.js";
import { formatDuration } from "./format-duration.js";
import type { Line } from "./history-tree.js";

export interface FormatHistoryOptions {
  /** Inputs and outputs of states and tasks, too, not only of the execution. Default false. */
  readonly data?: boolean | undefined;
  /** Characters that are shown of a cause or a value. Default 120. */
  readonly width?: number | undefined;
}

/** One event in a line: its type, what it is about, how long it took, and why it failed. */
export function tellEvent(line: Line, options: FormatHistoryOptions): string {
  const { event } = line;
  const facts = [durations(line), ...factsOf(event, options)].filter((fact) => fact !== "");
  const type = event.type === "Unknown" ? event.unknownType : event.type;
  return [type, subjectOf(event), facts.join(", ")].filter((part) => part !== "").join("  ");
}

function durations({ event, attempt, took, pause, frame, isEdge }: Line): string {
  const parts: string[] = [];
  if (pause !== undefined) parts.push(`attempt ${attempt} after ${formatDuration(pause)}`);
  if (took !== undefined) parts.push(formatDuration(took));
  if (isEdge && took !== undefined && frame.kind === "state" && frame.attempts > 1) {
    parts.push(`${frame.attempts} attempts`);
  }
  if (event.type === "MapStateStarted" && event.details.length !== undefined) {
    parts.push(`${event.details.length} items`);
  }
  return parts.join(", ");
}

/** What most readers look for first: a state's name, an iteration's index, a resource. */
function subjectOf({ details }: HistoryEvent): string {
  const { name, index, resource, resourceType } = details as Readonly<Record<string, unknown>>;
  if (typeof name === "string") return typeof index === "number" ? `${name}[${index}]` : name;
  if (typeof resource !== "string") return "";
  // The region and account of an ARN are those of the machine, nearly always.
  if (resource.startsWith("arn:")) return resource.split(":").slice(5).join(":");
  return typeof resourceType === "string" ? `${resourceType}:${resource}` : resource;
}

function factsOf(event: HistoryEvent, { data = false, width = 120 }: FormatHistoryOptions) {
  const { type, details } = event;
  const facts = details as Readonly<Record<string, unknown>>;
  const named = (label: string, value: unknown, unit = "") =>
    value === undefined ? "" : `${label} ${String(value)}${unit}`;
  const told = (label: string, value: unknown) =>
    value === undefined ? "" : `${label} ${cut(textOf(value), width)}`;

  const withData = data || type === "ExecutionStarted" || type === "ExecutionSucceeded";
  return [
    told("worker", facts.workerName),
    named("timeout", facts.timeoutInSeconds, " s"),
    named("heartbeat", facts.heartbeatInSeconds, " s"),
    type === "Unknown" ? told("details", details) : "",
    told("error", facts.error),
    told("cause", messageIn(facts.cause)),
    ...(withData
      ? [
          told("input", facts.input),
          told("parameters", facts.parameters),
          told("output", facts.output),
        ]
      : []),
  ];
}

/** The cause of a function's failure is JSON, of which the message says most. */
function messageIn(cause: unknown): unknown {
  const told = typeof cause === "string" ? readJson(cause) : undefined;
  const message = (told as { errorMessage?: unknown } | null | undefined)?.errorMessage;
  return typeof message === "string" ? message : cause;
}

/** Told in one line. */
function textOf(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return value.replace(/\s+/g, " ").trim();
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}
