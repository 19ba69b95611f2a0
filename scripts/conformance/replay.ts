import { setTimeout as sleep } from "node:timers/promises";
import type { Case } from "./cases.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { fillTokens } from "./normalise.js";
import type { Service, ServiceError } from "./service.js";

/** Thrown when a case takes longer than it may. */
export class Late extends Error {
  override readonly name = "Late";
}

const TERMINAL = new Set(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);

/** One case while it is replayed: its calls, what the engine made, and what is to be removed. */
export class Replay {
  readonly recorded: Case;
  readonly service: Service;
  readonly tokens: Record<string, string> = {};
  readonly made: (readonly [operation: string, params: JsonObject])[] = [];
  readonly elsewhere: (readonly [service: string, operation: string, params: JsonObject])[] = [];
  readonly #deadline: number;

  constructor(recorded: Case, service: Service, timeoutMs: number) {
    this.recorded = recorded;
    this.service = service;
    this.#deadline = Date.now() + timeoutMs;
    for (const [token] of JSON.stringify(recorded).matchAll(/\{\{now\+\d+\}\}/g)) {
      this.tokens[token] = fillTokens(token, {});
    }
  }

  states(operation: string, params: JsonObject): Promise<JsonObject> {
    this.#minded();
    return this.service.states(operation, params);
  }

  fill<Value extends Json>(value: Value): Value {
    return JSON.parse(fillTokens(JSON.stringify(value), this.#dumped())) as Value; // the same, with other texts
  }

  fillText(text: string): string {
    return fillTokens(text, this.tokens);
  }

  /** What `look` finds, once it finds something. */
  async until<Found>(
    look: () => Promise<Found | undefined>,
    limitMs = Number.POSITIVE_INFINITY,
  ): Promise<Found | undefined> {
    const end = Date.now() + limitMs;
    for (let gap = 5; Date.now() < end; gap = Math.min(gap * 1.5, 250)) {
      const found = await look();
      if (found !== undefined) return found;
      this.#minded();
      await sleep(gap);
    }
    return undefined;
  }

  async ended(executionArn: string): Promise<JsonObject> {
    const found = await this.until(async () => {
      const described = await this.states("DescribeExecution", { executionArn });
      return TERMINAL.has(String(described.status)) ? described : undefined;
    });
    return found ?? {};
  }

  async history(executionArn: string): Promise<JsonObject> {
    const events: Json[] = [];
    let token: Json | undefined;
    do {
      const page = await this.service.states("GetExecutionHistory", {
        executionArn,
        maxResults: 1000,
        ...(token === undefined ? {} : { nextToken: token }),
      });
      events.push(...(Array.isArray(page.events) ? page.events : []));
      token = page.nextToken;
    } while (token !== undefined && events.length < 25_000);
    return { events, ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: 200 } };
  }

  async createMachine(
    name: string,
    definition: string,
    roleArn: string,
    type: string | undefined,
    extra: JsonObject = {},
  ) {
    const kind = type === undefined ? {} : { type };
    const created = await this.states("CreateStateMachine", {
      name,
      definition,
      roleArn,
      ...kind,
      ...extra,
    });
    this.made.push(["DeleteStateMachine", { stateMachineArn: created.stateMachineArn ?? "" }]);
    return created;
  }

  /** A call on another service that a case needs before it begins. */
  async setUp(service: string, operation: string, params: JsonObject): Promise<JsonObject> {
    const { partition_key: key, TableName } = params;
    const given =
      operation === "CreateTable" && key !== undefined
        ? {
            TableName: TableName ?? "",
            BillingMode: "PAY_PER_REQUEST",
            KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
            AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
          }
        : params;
    const answer = await this.service.other(service.replace(/_+$/, ""), operation, given);
    if (operation === "CreateTable")
      this.elsewhere.push(["dynamodb", "DeleteTable", { TableName: TableName ?? "" }]);
    return answer;
  }

  /** Learns the names that the engine gave. */
  learnExecution(arn: Json | undefined, step?: number): void {
    const parts = typeof arn === "string" ? arn.split(":") : [];
    if (parts.length < 2) return;
    const suffix = step === undefined ? "" : `:${step}`;
    const express = parts.includes("express");
    this.tokens[`{{exec${suffix}}}`] = parts.at(express ? -2 : -1) ?? "";
    if (express) this.tokens[`{{run${suffix}}}`] = parts.at(-1) ?? "";
  }

  async cleanUp(): Promise<void> {
    for (const [operation, params] of this.made.reverse()) {
      await this.service.states(operation, params).catch(() => {});
    }
    for (const [service, operation, params] of this.elsewhere) {
      await this.service.other(service, operation, params).catch(() => {});
    }
  }

  #minded(): void {
    if (Date.now() > this.#deadline) throw new Late("timed out");
  }

  /** Tokens as they stand within JSON text. */
  #dumped(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.tokens).map(([token, value]) => [
        token,
        JSON.stringify(value).slice(1, -1),
      ]),
    );
  }
}

/** An error's answer, in the form in which a recording has it. */
export function errorAnswer(
  error: ServiceError,
  form: string,
  operation: string,
  value: Json,
): Json {
  const text = `An error occurred (${error.code}) when calling the ${operation} operation: ${error.message}`;
  if (form === "error") return text;
  if (form === "typename_value") return { exception_typename: error.code, exception_value: text };
  if (form !== "error_response") return `(refused) ${error}`;
  const members = Object.entries(error.members).filter(
    ([name]) => name !== "message" || (isObject(value) && name in value),
  );
  return {
    Error: { Code: error.code, Message: error.message },
    ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: error.status },
    ...Object.fromEntries(members),
  };
}
