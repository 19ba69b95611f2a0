import type { HistoryEvent } from "../engine/index.js";

interface Ended {
  readonly stateMachineName: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly seconds: number;
  readonly events: readonly HistoryEvent[];
}

/** More events than this are told by the first and the last of them. */
const MOST_EVENTS = 120;
const MOST_CHARACTERS = 160;

/** How an execution ended, and a line for each event: its time in seconds, its type, what it tells. */
export function historyText(ended: Ended): string {
  const { stateMachineName, status, error, cause, output, seconds, events } = ended;
  const result =
    status === "SUCCEEDED"
      ? ` with ${cut(JSON.stringify(output))}`
      : `${error === undefined ? "" : `: ${error}`}${cause === undefined ? "" : `: ${cause}`}`;
  const first = events[0]?.timestamp ?? 0;
  const lines = events.map((event) => lineOf(event, first));
  const half = MOST_EVENTS / 2;
  const shown =
    lines.length <= MOST_EVENTS
      ? lines
      : [
          ...lines.slice(0, half),
          `  … ${lines.length - MOST_EVENTS} events …`,
          ...lines.slice(-half),
        ];
  return [`${stateMachineName} ${status} after ${seconds} s${result}`, ...shown].join("\n");
}

function lineOf(event: HistoryEvent, first: number): string {
  const details = Object.entries(event).find(([name]) => name.endsWith("EventDetails"))?.[1];
  const told = (details ?? {}) as Readonly<Record<string, unknown>>; // of any kind of event
  const { name, index, resource, resourceType, error, cause } = told;
  const { input, output, parameters } = told;
  const facts = [
    name,
    index === undefined ? undefined : `[${index}]`,
    resourceType === undefined ? resource : `${resourceType}:${resource}`,
    error === undefined && cause === undefined
      ? undefined
      : [error, cause].filter(Boolean).join(": "),
    input ?? output ?? parameters,
  ].filter((fact) => fact !== undefined);
  const time = (event.timestamp - first).toFixed(3).padStart(10);
  return `  ${time}  ${event.type}  ${cut(facts.join("  "))}`.trimEnd();
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
