import { describe, InvalidArgumentError } from "../shared/errors.js";
import { type Fields, fieldsOf, isFields, textOf } from "./record.js";

/**
 * An event of an execution, as `@aws-sdk/client-sfn` answers it, as `sfn-task-tools/execution` reads
 * it, or as it was saved as JSON. The details are in `details`, or in the one member whose name ends
 * in `EventDetails`.
 */
export interface HistoryEvent {
  readonly type?: string | undefined;
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  /** A text is read as ISO 8601, a number as seconds since 1970, as they are on the wire. */
  readonly timestamp?: Date | string | number | undefined;
}

/** What the pictures need of an event. */
export interface ReadEvent {
  readonly type: string;
  readonly id: number | undefined;
  readonly previous: number | undefined;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
  /** Of a state, which iterations give their Map's. */
  readonly name: string | undefined;
  readonly index: number | undefined;
  readonly length: number | undefined;
  readonly error: string | undefined;
}

/** @throws InvalidArgumentError for what is no list. What in it is no event is left out. */
export function readEvents(history: unknown): ReadEvent[] {
  if (!Array.isArray(history)) {
    throw new InvalidArgumentError(
      `Expected the "history" option to be a list of events, as GetExecutionHistory answers, got ${describe(history)}.`,
    );
  }
  return history.filter(isFields).map(readEvent);
}

function readEvent(event: Fields): ReadEvent {
  const details = detailsOf(event);
  return {
    type: textOf(event.type) ?? "",
    id: numberOf(event.id),
    previous: numberOf(event.previousEventId),
    at: timeOf(event.timestamp),
    // EvaluationFailed alone calls it `state`.
    name: textOf(details.name ?? details.state),
    index: numberOf(details.index),
    length: numberOf(details.length),
    error: textOf(details.error),
  };
}

function detailsOf(event: Fields): Fields {
  if (isFields(event.details)) return event.details;
  const [, details] =
    Object.entries(event).find(
      ([name, value]) => name.endsWith("EventDetails") && isFields(value),
    ) ?? [];
  return fieldsOf(details);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return numberOf(value.getTime());
  if (typeof value === "number") return numberOf(value * 1_000);
  return typeof value === "string" ? numberOf(Date.parse(value)) : undefined;
}
