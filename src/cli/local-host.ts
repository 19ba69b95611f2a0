import type { Worker } from "../activity/index.js";
import type { Local, LocalFunction } from "../local/index.js";
import { sfnSdk } from "../shared/sfn-client.js";
import type { App, AppMachine } from "./app.js";
import type { Session } from "./session.js";
import { workerLog } from "./worker-log.js";

/** Tasks of each activity at a time: on a laptop nobody should wait for another one's task. */
const CONCURRENCY = 10;
/** Seconds that tasks of yesterday's code have to end. */
const DRAIN_SECONDS = 5;

export interface LocalHostOptions {
  readonly session: Session;
  readonly local: Local;
  /** What the engine runs; the app's are added. */
  readonly functions: Record<string, LocalFunction | string>;
}

/** Runs one app after the other on a local engine. */
export async function localHost({ session, local, functions }: LocalHostOptions) {
  const [{ SFNClient }, { StepFunctions, formatDifferences }, { Worker, registerActivities }] =
    await Promise.all([sfnSdk(), import("../execution/index.js"), import("../activity/index.js")]);
  const client = new SFNClient(local.clientConfig());
  const stepFunctions = new StepFunctions({ client });
  const given = Object.keys(functions);
  const log = workerLog({ ...session.print, text: session.print.detail, isJson: false });
  const draining = new Set<Promise<void>>();
  let worker: Worker | undefined;
  let app: App | undefined;

  const settingsOf = ({ machine, ...settings }: AppMachine, { roleArn }: App) => {
    const role = roleArn ?? `arn:aws:iam::${local.account}:role/local`;
    const options = { roleArn: role, ...settings, update: true, publish: false };
    return { machine, options };
  };

  return {
    /** Runs this app from now on. Resolves to what differs from the one before, a line for each. */
    async apply(next: App): Promise<readonly string[]> {
      const before = app;
      const changes: string[] = [];
      Object.assign(functions, next.functions);
      try {
        await registerActivities(next.activities, { client });
        for (const one of next.stateMachines) {
          const { machine, options } = settingsOf(one, next);
          await stepFunctions.register(machine, { ...options, dryRun: true }).catch(unlessOfType);
        }
        for (const one of next.stateMachines) {
          const { machine, options } = settingsOf(one, next);
          const register = () => stepFunctions.register(machine, options);
          const done = await register().catch(async (error: unknown) => {
            unlessOfType(error);
            // Of another type now: here nobody minds if its executions are gone.
            await stepFunctions.deregister(machine.name);
            return register();
          });
          if (done.change === "unchanged") continue;
          changes.push(`${done.change} state machine ${machine.name}`);
          if (done.text !== "")
            changes.push(
              ...formatDifferences(done.differences)
                .split("\n")
                .map((line) => `  ${line}`),
            );
        }
      } catch (error) {
        replace(functions, before?.functions ?? {}, given);
        throw error;
      }
      for (const name of gone(machineNames(before), machineNames(next))) {
        await stepFunctions.deregister(name);
        changes.push(`deleted state machine ${name}`);
      }
      replace(functions, next.functions, given);
      changes.push(
        ...named("function", Object.keys(before?.functions ?? {}), Object.keys(next.functions)),
      );
      changes.push(...named("activity", activityNames(before), activityNames(next)));
      await work(next);
      app = next;
      return changes;
    },

    /** What runs, for people. */
    text(): string[] {
      const rows = [
        ["State machines", machineNames(app)],
        ["Functions", Object.keys(functions)],
        ["Activities", activityNames(app)],
      ] as const;
      return rows
        .filter(([, names]) => names.length > 0)
        .map(([title, names]) => `${title.padEnd(16)}${names.join(", ")}`);
    },

    async close(): Promise<void> {
      await worker?.stop({ drainSeconds: 1 }).catch(() => undefined);
      await Promise.all(draining);
      client.destroy();
    },
  };

  /** The new worker begins before the old one ends: no task waits. */
  async function work({ activities }: App): Promise<void> {
    const old = worker;
    worker = undefined;
    if (activities.length > 0) {
      worker = new Worker(activities, {
        client,
        concurrency: CONCURRENCY,
        drainSeconds: DRAIN_SECONDS,
        onEvent: log.tell,
      });
      await worker.start();
    }
    if (old === undefined) return;
    const ended = old
      .stop()
      .catch(() => undefined)
      .finally(() => draining.delete(ended));
    draining.add(ended);
  }
}

/** Lets the conflict of a machine pass that is of another type now. */
function unlessOfType(error: unknown): undefined {
  const { name, differences = [] } = error as { name: string; differences?: { path: string }[] }; // of StateMachineConflictError
  if (name === "StateMachineConflictError" && differences.some(({ path }) => path === "type"))
    return;
  throw error;
}

/** The same object with other functions in it; those that were given beside an app stay. */
function replace(
  functions: App["functions"],
  wanted: App["functions"],
  given: readonly string[],
): void {
  const target = functions as Record<string, unknown>; // it is the caller's, and may be changed
  for (const name of Object.keys(target)) {
    if (!(name in wanted) && !given.includes(name)) delete target[name];
  }
  Object.assign(target, wanted);
}

function named(what: string, before: readonly string[], now: readonly string[]): string[] {
  return [
    ...gone(now, before).map((name) => `+ ${what} ${name}`),
    ...gone(before, now).map((name) => `- ${what} ${name}`),
  ];
}

function gone(before: readonly string[], now: readonly string[]): string[] {
  return before.filter((name) => !now.includes(name));
}

function machineNames(app: App | undefined): string[] {
  return (app?.stateMachines ?? []).map(({ machine }) => machine.name);
}

function activityNames(app: App | undefined): string[] {
  return (app?.activities ?? []).map(({ name }) => name);
}
