import { setTimeout as sleep } from "node:timers/promises";
import { describe, InvalidArgumentError, SfnTaskToolsError } from "../../shared/errors.js";
import type { MachineType, Run } from "../engine/index.js";
import { internalsOf, type LocalInternals } from "../local-internals.js";
import type { LocalOptions } from "../local-options.js";
import { type Local, startLocal } from "../start-local.js";
import { startTraced } from "../states-api/index.js";
import type { Coverage } from "./coverage.js";
import { defineMachine } from "./define-machine.js";
import { MachineRun } from "./machine-run.js";
import type { InputOf, MachineSource, OutputOf } from "./machine-source.js";
import type { StateMock } from "./state-mocks.js";

export interface RunMachineOptions<Input = unknown>
  extends Pick<LocalOptions, "functions" | "handlers" | "routes" | "clock" | "random"> {
  /** Default `{}`. */
  readonly input?: Input;
  /** What states do in place of their work, by their names: Tasks of every kind, whole Maps and Parallels. */
  readonly mocks?: Readonly<Record<string, StateMock>>;
  /** State machines that it starts, by name. */
  readonly machines?: Readonly<Record<string, MachineSource>>;
  /** Default: the name that the machine has, else `machine`. */
  readonly name?: string;
  /** Default: the type that the machine has, else STANDARD. */
  readonly type?: MachineType;
  /** An engine that runs already. Default: one of its own, which is closed at the end. */
  readonly local?: Local;
  /** Takes the run down for a report. */
  readonly coverage?: Coverage;
  /**
   * Milliseconds, as they pass, after which an execution that has not ended is stopped and told
   * about. Default 4000, less than a test runner allows; none on a clock that is `real`.
   */
  readonly timeout?: number;
}

/** An execution of a test has not ended in time. */
export class MachineRunTimeoutError extends SfnTaskToolsError {
  override readonly name = "MachineRunTimeoutError";
  /** What it did until then. */
  readonly run: MachineRun;

  constructor(message: string, run: MachineRun) {
    super(message);
    this.run = run;
  }
}

/**
 * Runs a state machine to its end, on a clock that skips. Resolves to what it did, whether it
 * succeeded or not. Rejects with InvalidArgumentError for a definition that Step Functions refuses
 * and mocks of states that are not there, and with MachineRunTimeoutError.
 */
export async function runMachine<const Machine extends MachineSource>(
  machine: Machine,
  options: RunMachineOptions<InputOf<Machine>> = {},
): Promise<MachineRun<OutputOf<Machine>>> {
  const run = await runSomewhere(machine, options);
  return run as MachineRun<OutputOf<Machine>>; // what the machine says that it ends with
}

async function runSomewhere(
  machine: MachineSource,
  options: RunMachineOptions,
): Promise<MachineRun> {
  const { functions, handlers, routes, clock = "skip", random, local } = options;
  if (local !== undefined) return runOn(local, machine, options);
  const given = Object.entries({ functions, handlers, routes, random });
  const own = await startLocal({
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    clock,
    mocks: { StateMachines: {}, MockedResponses: {} },
  });
  try {
    return await runOn(own, machine, options);
  } finally {
    await own.close();
  }
}

const OF_AN_ENGINE = ["functions", "handlers", "routes", "clock", "random"] as const;
async function runOn(
  local: Local,
  machine: MachineSource,
  options: RunMachineOptions,
): Promise<MachineRun> {
  const internals = internalsOf(local);
  if (internals === undefined) {
    throw new InvalidArgumentError(
      `Expected the "local" option to be what startLocal gave, got ${describe(local)}`,
    );
  }
  const wrong = OF_AN_ENGINE.find((name) => options[name] !== undefined);
  if (options.local !== undefined && wrong !== undefined) {
    throw new InvalidArgumentError(
      `Expected no "${wrong}" option beside "local", whose own it has: give it to startLocal`,
    );
  }
  const reached: string[] = [];
  for (const [name, source] of Object.entries(options.machines ?? {})) {
    await defineMachine(internals, local, source, { name }, reached);
  }
  const { arn, definition } = await defineMachine(internals, local, machine, options, reached);
  const { input = {}, coverage, timeout } = options;
  const run = startTraced(internals.api, arn, JSON.stringify(input));
  const skips = options.local === undefined && options.clock !== "real";
  const ended = await endOf(internals, run, timeout ?? (skips ? 4_000 : undefined));
  const told = runOf(internals, run, definition);
  if (reached.length > 0) throw new InvalidArgumentError(`${reached[0]}\n${told.explain()}`);
  coverage?.add(told);
  if (ended) return told;
  internals.api.engine.stop(run.arn, {});
  throw new MachineRunTimeoutError(
    `Expected the execution to end within ${timeout ?? 4_000} ms, but it ${waitsFor(told)}: mock it, give its states a TimeoutSeconds, or allow more by the "timeout" option\n${told.explain()}`,
    told,
  );
}

/** Whether a run ends in time. */
async function endOf({ api }: LocalInternals, run: Run, timeout: number | undefined) {
  if (timeout === undefined) return api.engine.ended(run.arn).then(() => true);
  const waiting = new AbortController();
  const late = sleep(timeout, false, { signal: waiting.signal }).catch(() => false);
  return Promise.race([api.engine.ended(run.arn).then(() => true), late]).finally(() =>
    waiting.abort(),
  );
}

function runOf({ api }: LocalInternals, run: Run, definition: MachineRun["definition"]) {
  const below = api.engine.runs().filter(({ rootArn }) => rootArn === run.arn);
  const ownName = run.machine.name;
  const isChild = ({ mapRunArn, machine }: Run) =>
    mapRunArn !== undefined && machine.name.startsWith(`${ownName}/`);
  const nested = below
    .filter(({ mapRunArn }) => mapRunArn === undefined)
    .map(
      (one) =>
        new MachineRun({
          run: one,
          definition: JSON.parse(one.machine.definition) as MachineRun["definition"], // validated when it was created
          children: below.filter(
            ({ mapRunArn, machine }) =>
              mapRunArn !== undefined && machine.name.startsWith(`${one.machine.name}/`),
          ),
          nested: [],
        }),
    );
  return new MachineRun({ run, definition, children: below.filter(isChild), nested });
}

function waitsFor({ visits }: MachineRun): string {
  const open = visits.filter(({ exitedAt, failure }) => exitedAt === undefined && !failure);
  const names = [...new Set(open.map(({ state }) => JSON.stringify(state)))];
  return names.length === 0 ? "goes on" : `is in ${names.join(", ")}`;
}
