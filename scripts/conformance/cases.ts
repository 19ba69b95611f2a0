import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, JsonObject } from "./json.js";

/** One call that a case makes. */
export interface Step {
  readonly n: number;
  readonly service: string;
  readonly op: string;
  readonly params: JsonObject;
  readonly raises?: Json;
  readonly account?: string;
  readonly expect?: readonly Expectation[];
}

/** What AWS answered. */
export interface Expectation {
  readonly name: string;
  readonly form: "response" | "error_response" | "error" | "typename_value" | "part" | "derived";
  readonly value: Json;
  readonly error?: { readonly client_side?: boolean };
  readonly path?: string;
  readonly from?: { readonly calls: readonly number[]; readonly path: string | null };
}

export interface Transformer {
  readonly t: string;
  readonly path?: string;
  readonly key?: string;
  readonly fn?: string;
  readonly pattern?: string;
  readonly replacement?: string;
  readonly reference?: boolean;
  readonly priority?: number;
  readonly index?: number;
}

interface Call {
  readonly service: string;
  readonly op: string;
  readonly params: JsonObject;
  readonly times: number;
}

/** A recording: the format is told beside the recordings. */
export interface Case {
  readonly id: string;
  readonly group: string;
  readonly kind: "execution" | "api" | "test_state";
  readonly recorded: string | null;
  readonly needs: readonly string[];
  readonly functions: Readonly<Record<string, FunctionOfCase>>;
  readonly transformers: readonly Transformer[];
  readonly base_transformers: boolean;
  readonly definition: Json;
  readonly definition_text: string;
  readonly input_text: string | null;
  readonly state_machine: JsonObject & { readonly name: string; readonly roleArn: string };
  readonly variant: {
    readonly type: string;
    readonly sync: boolean;
    readonly start_through: string | null;
    readonly start_extra: JsonObject;
  };
  readonly resources: readonly Call[];
  readonly during: readonly Call[];
  readonly aux_state_machines: readonly Helper[];
  readonly task_script: readonly ScriptedTask[] | null;
  readonly expected: {
    readonly history?: Json;
    readonly describe?: Json;
    readonly sync?: Json;
    readonly case?: Json;
    readonly other?: Readonly<Record<string, { readonly op: string | null; readonly value: Json }>>;
  };
  readonly expected_status: string | null;
  readonly expected_output: Json;
  readonly expected_error: Json;
  readonly expected_cause: Json;
  readonly compare: {
    readonly history: "full" | "prefix" | "sorted_parallel" | "output_only" | "none";
  };
  readonly steps: readonly Step[];
}

export interface FunctionOfCase {
  readonly arn: string;
  readonly behaviour: JsonObject & { readonly kind: string };
}

export interface Helper {
  readonly helper: boolean;
  readonly name: string;
  readonly definition: Json;
  readonly roleArn: string;
  readonly type: string;
  readonly started_with: string | null;
}

export interface ScriptedTask {
  readonly state?: string;
  readonly scheduled: string;
  readonly resource?: string;
  readonly parameters?: Json;
  /** What the service answered at first, of a task that went on after that. */
  readonly submitted?: Json;
  readonly outcome?: {
    readonly type?: string;
    readonly output?: Json;
    readonly error?: Json;
    readonly cause?: Json;
  };
}

/** The recordings of a folder; executions of one recorded machine get a machine each. */
export function loadCases(folder: string): Case[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
  const cases = files.flatMap((name) => {
    const { cases } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { cases: Case[] };
    return cases;
  });
  const seen = new Map<string, number>();
  return cases.map((recorded) => {
    const name = recorded.kind === "execution" ? recorded.state_machine.name : undefined;
    if (name === undefined) return recorded;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count === 1) return recorded;
    const pattern = new RegExp(
      `${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![0-9A-Za-z_-])`,
      "g",
    );
    const renamed = JSON.parse(
      JSON.stringify(recorded).replace(pattern, `${name}-${count}`),
    ) as Case;
    return { ...renamed, id: recorded.id };
  });
}

/** What Step Functions itself offers, and Lambda by functions of this process. */
const OWN = new Set(["states", "activity", "aws-sdk:sfn", "lambda"]);

export function isOwn(service: string): boolean {
  return OWN.has(service);
}

/** Why a case cannot be replayed here; undefined when it can. */
export function leftOut(recorded: Case, offered: ReadonlySet<string>): string | undefined {
  // The other services of an execution are played.
  const needs = recorded.kind === "execution" ? [] : realNeeds(recorded);
  const lack = [...needs]
    .filter((need) => !isOwn(need) && !offered.has(need.replace(/^aws-sdk:/, "")))
    .sort();
  if (lack.length > 0) return `needs ${lack.join(", ")}`;
  const texts = JSON.stringify([recorded.definition_text ?? null, recorded.input_text ?? null]);
  const other =
    texts.includes("222222222222") || (recorded.steps ?? []).some(({ account }) => account);
  if (other) return "needs a second account";
  if (recorded.kind === "execution") {
    const { history, describe, sync } = recorded.expected;
    const told = recorded.expected_status !== null || history || describe || sync;
    return told ? undefined : "only events delivered elsewhere were recorded";
  }
  const checks = recorded.steps.flatMap(({ expect = [] }) => expect);
  if (checks.some(({ error }) => error?.client_side !== true)) return undefined;
  return checks.length > 0
    ? "only checks errors that the client library raises before it sends anything"
    : "only a recorded value no reply carries";
}

function realNeeds(recorded: Case): Set<string> {
  const needs = new Set(recorded.needs);
  if (recorded.kind === "test_state") {
    const mocked = recorded.steps.every(({ op, params }) => op !== "TestState" || "mock" in params);
    return mocked ? new Set() : needs;
  }
  if (recorded.kind === "api") {
    const called = new Set(recorded.steps.map(({ service }) => service.replace(/_+$/, "")));
    const runs = recorded.steps.some(({ op }) => /^Start(?:Sync)?Execution$/.test(op));
    if (!runs) for (const need of [...needs]) if (!called.has(need)) needs.delete(need);
    const logs = recorded.steps.filter(({ service }) => service === "logs");
    const described = logs.every(({ op }) => op === "DescribeLogGroups");
    if (recorded.id.startsWith("test_sfn_api") && described) needs.delete("logs");
  }
  return needs;
}
