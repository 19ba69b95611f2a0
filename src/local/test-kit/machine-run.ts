import type { StateMachineDefinition } from "../../asl/index.js";
import type { JsonValue } from "../../shared/json.js";
import {
  type HistoryEvent,
  parseText,
  type Run,
  type RunStatus,
  type Taken,
} from "../engine/index.js";
import { historyText } from "./history-text.js";
import { expectState } from "./machine-source.js";
import { type Attempt, readVisits, type Visit } from "./read-visits.js";

/** All visits to one state in an execution. */
export interface StateVisits {
  /** In the order of entering; none when the execution never came there. */
  readonly visits: readonly Visit[];
  readonly inputs: readonly JsonValue[];
  /** Of the visits that have one. */
  readonly outputs: readonly JsonValue[];
  /** Of its first visit. */
  readonly input: JsonValue | undefined;
  /** Of its last visit that has one. */
  readonly output: JsonValue | undefined;
  /** Of a Task: all its tries, over all visits. */
  readonly attempts: readonly Attempt[];
}

/** An error that a state's Catch took. */
export interface CaughtError {
  readonly state: string;
  readonly error?: string;
  readonly cause?: string;
  /** Where the Catch led. */
  readonly next: string;
}

/** How often a state was tried again. */
export interface RetriedState {
  readonly state: string;
  readonly retries: number;
}

export interface RunFacts {
  readonly run: Run;
  readonly definition: StateMachineDefinition;
  /** The runs of its distributed Maps' children, in the order of their start. */
  readonly children: readonly Run[];
  readonly nested: readonly MachineRun[];
}

/** What came of an execution: its end, and all that it did on the way. */
export class MachineRun<Output = unknown> {
  readonly stateMachineName: string;
  readonly executionArn: string;
  readonly status: RunStatus;
  readonly input: JsonValue;
  /** Undefined unless it succeeded. */
  readonly output: Output | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** How long it took on its own clock, which may have skipped. */
  readonly seconds: number;
  /** As GetExecutionHistory answers them, without those of a distributed Map's children. */
  readonly events: readonly HistoryEvent[];
  /** The visits to states, in the order of entering; those of a distributed Map's children come last. */
  readonly visits: readonly Visit[];
  /** The names of the states that it entered, in this order. */
  readonly path: readonly string[];
  readonly caught: readonly CaughtError[];
  readonly retried: readonly RetriedState[];
  /** Executions that it started and that its `machines` or its engine define. */
  readonly nested: readonly MachineRun[];
  readonly definition: StateMachineDefinition;
  /** Which ways it went, for a coverage report. */
  readonly taken: readonly Taken[];

  constructor({ run, definition, children, nested }: RunFacts) {
    // Without what the kit puts behind a name on an engine of other tests.
    this.stateMachineName = run.machine.name.replace(/-test-\d+-\d+$/, "");
    this.executionArn = run.arn;
    this.status = run.status;
    this.input = parseText(run.inputText);
    // What the caller says that the machine ends with.
    this.output = (run.outputText === undefined ? undefined : parseText(run.outputText)) as
      | Output
      | undefined;
    const last = run.events.at(-1);
    const ending = last?.executionTimedOutEventDetails ?? {};
    this.error = run.error ?? ending.error;
    this.cause = run.cause ?? ending.cause;
    this.seconds = ((run.stoppedAt ?? run.startedAt) - run.startedAt) / 1000;
    this.events = run.events;
    const started = new Map<string | undefined, number>();
    const within = children.flatMap(({ mapRunArn, events }) => {
      const index = started.get(mapRunArn) ?? 0;
      started.set(mapRunArn, index + 1);
      return readVisits(events, index);
    });
    this.visits = [...readVisits(run.events), ...within];
    this.path = this.visits.map(({ state }) => state);
    this.caught = this.visits.flatMap(({ state, failure, next, exitedAt }) =>
      failure === undefined || next === undefined || exitedAt === undefined
        ? []
        : [{ state, ...failure, next }],
    );
    this.taken = [run, ...children].flatMap(({ taken }) => (taken === undefined ? [] : [taken]));
    this.retried = retriesIn(this.taken);
    this.nested = nested;
    this.definition = definition;
  }

  /** All visits to a state. Throws InvalidArgumentError, with the near names, when the machine has none of this name. */
  state(name: string): StateVisits {
    expectState(this.definition, name, "the argument of state()");
    const visits = this.visits.filter(({ state }) => state === name);
    const outputs = visits.flatMap(({ output }) => (output === undefined ? [] : [output]));
    return {
      visits,
      inputs: visits.map(({ input }) => input),
      outputs,
      input: visits[0]?.input,
      output: outputs.at(-1),
      attempts: visits.flatMap(({ attempts }) => attempts),
    };
  }

  /** How it ended and its history, a line for each event, for a person to read. */
  explain(): string {
    return historyText(this);
  }
}

function retriesIn(taken: readonly Taken[]): RetriedState[] {
  const counts = new Map<string, number>();
  for (const [state, ways] of taken.flatMap((one) => Object.entries(one))) {
    for (const [way, count] of Object.entries(ways)) {
      if (way.startsWith("/Retry/")) counts.set(state, (counts.get(state) ?? 0) + count);
    }
  }
  return [...counts].map(([state, retries]) => ({ state, retries }));
}
