import type { Activity, ActivityGroup } from "../activity/index.js";
import type { MachineSettings, MachineSource } from "../execution/index.js";
import type { LocalFunctions } from "../local/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";

/** A state machine, and what it is registered with beside its definition. */
export interface AppMachine extends MachineSettings {
  readonly machine: MachineSource;
  /** Of a machine that is created. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Publishes a version of what was created or updated, with a description if it is a text. Default false. */
  readonly publish?: boolean | string | undefined;
}

/** What a command line works with. */
export interface AppParts {
  /** State machines, alone or with their settings. */
  readonly stateMachines?: OneOrMore<MachineSource | AppMachine> | undefined;
  readonly activities?: OneOrMore<ActivityGroup | Activity> | undefined;
  /** Lambda handlers by the names of their functions; `local` runs them. */
  readonly functions?: LocalFunctions | undefined;
  /** The role of machines that say none of their own. */
  readonly roleArn?: string | undefined;
}

type OneOrMore<Part> = Part | readonly Part[];

/** The parts, checked, as lists. */
export interface App {
  readonly stateMachines: readonly AppMachine[];
  readonly activities: readonly Activity[];
  readonly functions: LocalFunctions;
  readonly roleArn: string | undefined;
}

/**
 * What a module exports as its default for `sfn-task-tools --app module.ts`.
 *
 * @throws InvalidArgumentError for what is none of the parts, and for names that are taken twice.
 */
export function defineApp(parts: AppParts): App {
  return readApp(parts, "defineApp()");
}

/** The shape that every message shows. */
export const APP_SHAPE =
  "export default defineApp({ stateMachines: [machine], activities: group, functions: { collect } })";

/**
 * Reads what somebody gave as an app: nothing of it is taken on trust.
 *
 * @param where it comes from, as messages name it.
 */
export function readApp(parts: unknown, where: string): App {
  if (!isRecord(parts) || !PARTS.some((name) => parts[name] !== undefined)) {
    throw new InvalidArgumentError(
      `Expected ${where} to have state machines, activities or functions, got ${told(parts)}. The shape is: ${APP_SHAPE}`,
    );
  }
  const strange = Object.keys(parts).filter((name) => !KNOWN.includes(name));
  if (strange.length > 0) {
    throw new InvalidArgumentError(
      `Expected ${where} to have ${KNOWN.join(", ")}, got ${strange.join(", ")}. The shape is: ${APP_SHAPE}`,
    );
  }
  const { roleArn } = parts;
  if (roleArn !== undefined && typeof roleArn !== "string") {
    throw wrongPart("roleArn", "the ARN of an IAM role", roleArn, where);
  }
  const stateMachines = listOf(parts.stateMachines).map((part) => readMachine(part, where));
  const activities = listOf(parts.activities).flatMap((part) => readActivities(part, where));
  checkNames(
    "state machines",
    stateMachines.map(({ machine }) => machine.name),
    where,
  );
  checkNames(
    "activities",
    activities.map(({ name }) => name),
    where,
  );
  return { stateMachines, activities, functions: readFunctions(parts.functions, where), roleArn };
}

const PARTS = ["stateMachines", "activities", "functions"] as const;
const KNOWN: readonly string[] = [...PARTS, "roleArn"];

function readMachine(part: unknown, where: string): AppMachine {
  if (isMachine(part)) return { machine: part };
  // The settings are checked where they are registered.
  if (isRecord(part) && isMachine(part.machine)) return part as unknown as AppMachine;
  throw wrongPart(
    "stateMachines",
    "state machines, or { machine, roleArn, logging, … } of them",
    part,
    where,
  );
}

/** By its members: the module may have a copy of the classes of its own. */
function isMachine(value: unknown): value is MachineSource {
  return isRecord(value) && typeof value.name === "string" && value.definition !== undefined;
}

function readActivities(part: unknown, where: string): readonly Activity[] {
  if (isActivity(part)) return [part];
  if (isRecord(part) && Array.isArray(part.activities) && part.activities.every(isActivity)) {
    return part.activities;
  }
  throw wrongPart("activities", "an ActivityGroup, or activities", part, where);
}

function isActivity(value: unknown): value is Activity {
  return isRecord(value) && value.kind === "activity" && typeof value.run === "function";
}

function readFunctions(functions: unknown, where: string): LocalFunctions {
  if (functions === undefined) return {};
  if (!isRecord(functions)) {
    throw wrongPart("functions", "an object of Lambda handlers by name", functions, where);
  }
  for (const [name, run] of Object.entries(functions)) {
    if (typeof run === "function" || typeof run === "string") continue;
    throw wrongPart("functions", "handlers, or URLs that take the event", run, where, name);
  }
  return functions as LocalFunctions; // each was looked at
}

function checkNames(what: string, names: readonly string[], where: string): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new InvalidArgumentError(
    `Expected the ${what} of ${where} to have names of their own, got two named "${twice}".`,
  );
}

function wrongPart(part: string, expected: string, got: unknown, where: string, name?: string) {
  const place = name === undefined ? "" : ` for "${name}"`;
  return new InvalidArgumentError(
    `Expected "${part}" of ${where} to be ${expected}, got ${told(got)}${place}. The shape is: ${APP_SHAPE}`,
  );
}

/** What came, with the names in it that help to see what it is. */
function told(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return describe(value);
  const kind = value.constructor?.name ?? "Object";
  if (kind !== "Object") return /^[AEIOU]/.test(kind) ? `an ${kind}` : `a ${kind}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.slice(0, 8).join(", ")}`;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
