import type { StateType } from "../asl/index.js";
import { describeResource } from "./describe-resource.js";
import { humanDuration } from "./human-duration.js";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "./record.js";

export interface StateDescription {
  readonly caption: string;
  readonly notes: readonly string[];
}

/** What the states of a type say beside their name; the caption follows the type. */
const DESCRIBE = {
  Task: (fields) => ({
    caption: [mapText(textOf(fields.Resource), (each) => describeResource(each, fields))],
    notes: [],
  }),
  Pass: () => ({ caption: [], notes: [] }),
  Choice: () => ({ caption: [], notes: [] }),
  Succeed: () => ({ caption: [], notes: [] }),
  Fail: ({ Error: error, ErrorPath }) => ({ caption: [textOf(error ?? ErrorPath)], notes: [] }),
  Wait: (fields) => ({ caption: [waitTime(fields)], notes: [] }),
  Parallel: ({ Branches }) => ({
    caption: [counted(listOf(Branches).length, "branch", "branches")],
    notes: [],
  }),
  Map: describeMap,
} satisfies Record<StateType, Describe>;

type Describe = (fields: Fields) => {
  readonly caption: readonly (string | undefined)[];
  readonly notes: readonly (string | undefined)[];
};

/** What a node shows below a state's name. */
export function describeState(fields: Fields): StateDescription {
  const type = textOf(fields.Type);
  const describe = type !== undefined && isStateType(type) ? DESCRIBE[type] : undefined;
  const { caption, notes } = describe?.(fields) ?? { caption: [], notes: [] };
  return {
    caption: [type ?? "no type", ...caption].filter(isSaid).join(" · "),
    notes: [...notes, retries(fields.Retry), ...limits(fields)].filter(isSaid),
  };
}

function isStateType(type: string): type is StateType {
  return Object.hasOwn(DESCRIBE, type);
}

function describeMap(fields: Fields) {
  const { ItemReader, ResultWriter, ItemBatcher } = fields;
  const { Mode, ExecutionType } = fieldsOf(fieldsOf(fields.ItemProcessor).ProcessorConfig);
  const concurrency = value(fields.MaxConcurrency ?? fields.MaxConcurrencyPath);
  const children = ExecutionType === "EXPRESS" ? ", express" : "";
  return {
    caption: [Mode === "DISTRIBUTED" ? `distributed${children}` : undefined],
    notes: [
      isFields(ItemReader) ? reads(ItemReader) : undefined,
      isFields(ItemBatcher) ? batches(ItemBatcher) : undefined,
      isFields(ResultWriter) ? writes(ResultWriter) : undefined,
      concurrency === undefined || concurrency === "0" ? undefined : `${concurrency} at once`,
      mapText(
        value(fields.ToleratedFailureCount ?? fields.ToleratedFailureCountPath),
        (count) => `tolerates ${count} failures`,
      ),
      mapText(
        value(fields.ToleratedFailurePercentage ?? fields.ToleratedFailurePercentagePath),
        (percentage) => `tolerates ${percentage} % failures`,
      ),
    ],
  };
}

function reads(reader: Fields): string {
  const type = textOf(fieldsOf(reader.ReaderConfig).InputType);
  const from = [type, "from", resourceOf(reader), bucketOf(reader)];
  return `reads ${from.filter(isSaid).join(" ")}`;
}

function writes(writer: Fields): string {
  return ["writes to", resourceOf(writer), bucketOf(writer)].filter(isSaid).join(" ");
}

function resourceOf({ Resource }: Fields): string {
  return mapText(textOf(Resource), (each) => describeResource(each)) ?? "nowhere";
}

function bucketOf({ Parameters, Arguments }: Fields): string | undefined {
  return textOf({ ...fieldsOf(Parameters), ...fieldsOf(Arguments) }.Bucket);
}

function batches(batcher: Fields): string {
  const items = value(batcher.MaxItemsPerBatch ?? batcher.MaxItemsPerBatchPath);
  return items === undefined ? "in batches" : `in batches of ${items}`;
}

function waitTime({ Seconds, SecondsPath, Timestamp, TimestampPath }: Fields): string | undefined {
  const until = textOf(Timestamp ?? TimestampPath);
  return seconds(Seconds ?? SecondsPath) ?? mapText(until, (each) => `until ${unmarked(each)}`);
}

/** At most how often each retrier tries again, 3 by default. */
function retries(value: unknown): string | undefined {
  const times = listOf(value).map((retrier) => `×${fieldsOf(retrier).MaxAttempts ?? 3}`);
  return times.length === 0 ? undefined : `retry ${times.join(", ")}`;
}

function limits({ TimeoutSeconds, TimeoutSecondsPath, ...fields }: Fields) {
  const heartbeat = fields.HeartbeatSeconds ?? fields.HeartbeatSecondsPath;
  return [
    mapText(seconds(TimeoutSeconds ?? TimeoutSecondsPath), (each) => `timeout ${each}`),
    mapText(seconds(heartbeat), (each) => `heartbeat ${each}`),
  ];
}

/** A number of seconds, or the expression that gives one. */
function seconds(given: unknown): string | undefined {
  return typeof given === "number" ? humanDuration(given * 1_000) : value(given);
}

function value(given: unknown): string | undefined {
  if (typeof given === "number") return String(given);
  return typeof given === "string" ? unmarked(given) : undefined;
}

/** A JSONata expression without the marks around it. */
function unmarked(text: string): string {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim() ?? text;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function mapText(text: string | undefined, write: (text: string) => string): string | undefined {
  return text === undefined ? undefined : write(text);
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
