import type { HistoryEvent, Run } from "../engine/index.js";

/** What Step Functions sends to CloudWatch Logs of one event: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html. */
export interface LogEvent {
  readonly id: string;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly previous_event_id: string;
  /** Milliseconds of Unix time. */
  readonly event_timestamp: string;
  readonly execution_arn: string;
  readonly redrive_count: string;
}

/** What a state machine's loggingConfiguration says. */
export interface Logging {
  readonly level: "ALL" | "ERROR" | "FATAL";
  readonly includeExecutionData: boolean;
}

/** Which events a level lets through. */
const LEVELS: Readonly<Record<Logging["level"], RegExp>> = {
  ALL: /./,
  ERROR: /(?:Aborted|Failed|TimedOut)$|^FailStateEntered$/,
  FATAL: /^Execution(?:Aborted|Failed|TimedOut)$/,
};

/** The most of an input or output that is logged, in bytes as they are escaped. */
const LONGEST = 248 * 1024;

/** The line of an event; undefined when the level keeps it back. */
export function logEventOf(
  run: Run,
  event: HistoryEvent,
  { level, includeExecutionData }: Logging,
): LogEvent | undefined {
  const { id, previousEventId, timestamp, type, ...members } = event;
  if (!LEVELS[level].test(type)) return undefined;
  const [details = {}] = Object.values(members) as Readonly<Record<string, unknown>>[]; // one member at most
  return {
    id: String(id),
    type,
    details: includeExecutionData ? cut(details) : withoutData(details),
    previous_event_id: String(previousEventId),
    event_timestamp: String(Math.round(timestamp * 1000)),
    execution_arn: run.arn,
    redrive_count: String(run.redrives),
  };
}

const DATA = /^(?:input|output|assignedVariables)(?:Details)?$|^parameters$/;

function withoutData(details: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.test(name)));
}

/** What is too long for a log is cut, and says so. */
function cut(details: Readonly<Record<string, unknown>>) {
  const long = ["input", "output"].filter((name) => {
    const text = details[name];
    return typeof text === "string" && Buffer.byteLength(JSON.stringify(text)) > LONGEST;
  });
  const shortened = long.flatMap((name) => [
    [name, cutText(String(details[name]))],
    [`${name}Details`, { truncated: true }],
  ]);
  return { ...details, ...Object.fromEntries(shortened) };
}

/** The longest beginning of a text whose escaped form fits. */
function cutText(text: string): string {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (Buffer.byteLength(JSON.stringify(text.slice(0, middle))) <= LONGEST) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low);
}
