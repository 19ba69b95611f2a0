import { createHash, randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import type { Failure, TaskResource } from "../engine/index.js";
import { sdkMetadata } from "./sdk-metadata.js";

type JsonObject = Readonly<Record<string, JsonValue>>;

/** What an optimized integration makes of a service's own call and answer. */
export interface Shape {
  /** The parameters, as the service's API takes them: an integration takes JSON for its texts. */
  encode(parameters: JsonObject): JsonObject;
  /** What the service answers when all is well, where a handler says nothing. */
  answer(parameters: JsonObject): JsonObject;
  /** The failure that an answer stands for; undefined for a result. */
  failure(answer: JsonObject): Failure | undefined;
}

const none = () => undefined;

/** Integrations that have more to them than one call and its answer. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  "sqs:sendMessage": {
    encode: ({ MessageBody, ...rest }) => ({ ...rest, MessageBody: textOf(MessageBody) }),
    answer: ({ MessageBody }) => ({
      MD5OfMessageBody: createHash("md5").update(textOf(MessageBody)).digest("hex"),
      MessageId: randomUUID(),
      ...sdkMetadata(randomUUID(), 106, { "Content-Type": "application/x-amz-json-1.0" }),
    }),
    failure: none,
  },
  "sns:publish": {
    encode: ({ Message, ...rest }) => ({ ...rest, Message: textOf(Message) }),
    answer: () => ({
      MessageId: randomUUID(),
      ...sdkMetadata(randomUUID(), 294, { "Content-Type": "text/xml" }),
    }),
    failure: none,
  },
  "events:putEvents": {
    encode: ({ Entries, ...rest }) => ({ ...rest, Entries: entriesOf(Entries).map(encodeEntry) }),
    answer: ({ Entries }) => ({
      Entries: entriesOf(Entries).map(() => ({ EventId: randomUUID() })),
      FailedEntryCount: 0,
    }),
    failure(answer) {
      const { FailedEntryCount = 0 } = answer;
      if (FailedEntryCount === 0) return undefined;
      return { error: "EventBridge.FailedEntry", cause: JSON.stringify(answer) };
    },
  },
  "states:startExecution": {
    encode: ({ Input, ...rest }) =>
      Input === undefined ? rest : { ...rest, Input: textOf(Input) },
    answer: (parameters) => ({
      ...startedExecution(parameters),
      ...sdkMetadata(randomUUID(), 160, { "Content-Type": "application/x-amz-json-1.0" }),
      StartDate: Date.now(),
    }),
    failure: none,
  },
  "http:invoke": {
    encode: (parameters) => parameters,
    answer: () => ({ Headers: {}, ResponseBody: {}, StatusCode: 200, StatusText: "OK" }),
    failure(answer) {
      const { StatusCode = 200 } = answer;
      if (Number(StatusCode) < 400) return undefined;
      return { error: `States.Http.StatusCode.${StatusCode}`, cause: JSON.stringify(answer) };
    },
  },
  "apigateway:invoke": {
    encode: (parameters) => parameters,
    answer: () => ({ Headers: {}, ResponseBody: {}, StatusCode: 200, StatusText: "OK" }),
    failure({ StatusCode = 200, ResponseBody }) {
      if (Number(StatusCode) < 400) return undefined;
      return { error: `ApiGateway.${StatusCode}`, cause: textOf(ResponseBody) };
    },
  },
};

/** The ARN that an execution of the named machine, version or alias has; nothing where no machine is named. */
function startedExecution({ StateMachineArn, Name = randomUUID() }: JsonObject): JsonObject {
  const [, site, machine] =
    /^(arn:[^:]*:states:[^:]*:[^:]*):stateMachine:([^:#]+)/.exec(textOf(StateMachineArn)) ?? [];
  return site === undefined ? {} : { ExecutionArn: `${site}:execution:${machine}:${textOf(Name)}` };
}

function encodeEntry(entry: JsonValue): JsonValue {
  const { Detail, ...rest } = objectOf(entry);
  return Detail === undefined ? rest : { ...rest, Detail: textOf(Detail) };
}

function entriesOf(entries: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(entries) ? entries : [];
}

/** An object as it is; anything else has no members. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {}; // just looked at
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

/** What the service of an integration answers when all is well; nothing in particular where that is not known. */
export function answerOfService(resource: TaskResource, parameters: JsonValue): JsonObject {
  if (resource.kind !== "integration") return {};
  const shape = SHAPES[`${resource.resourceType}:${resource.action}`];
  return shape?.answer(objectOf(parameters)) ?? {};
}
