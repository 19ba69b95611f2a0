import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { Ends, Takes } from "./data-flow.js";

/** A state machine by its name, its ARN, or as it is defined. */
export interface MachineReference<Input = never, Output = unknown>
  extends Takes<Input>,
    Ends<Output> {
  readonly name: string;
}

/** How a Task waits for the execution that it starts. */
export type NestedPattern = "sync:2" | "sync" | "waitForTaskToken" | "none";

export interface NestedOptions<Pattern extends NestedPattern = NestedPattern> {
  /**
   * `sync:2` (default): until it ends; the state gives its output. `sync`: the same, with the output
   * as text. `waitForTaskToken`: until the token comes back, which the Task's parameters must hand
   * on. `none`: not at all.
   */
  readonly pattern?: Pattern | undefined;
}

/** An execution of another state machine, which a Task starts with its input. */
export class NestedExecution<
  Input = unknown,
  Output = unknown,
  const Pattern extends NestedPattern = "sync:2",
> {
  readonly kind = "execution";
  /** The machine's name, ARN, or a placeholder for it. */
  readonly machine: string;
  readonly pattern: NestedPattern;
  /** For its type alone. */
  declare readonly run?: (input: Input) => Pattern extends "sync:2" ? Output : unknown;

  constructor(
    machine: string | MachineReference<Input, Output>,
    options: NestedOptions<Pattern> = {},
  ) {
    const name = typeof machine === "string" ? machine : machine?.name;
    if (typeof name !== "string" || name === "") {
      throw new InvalidArgumentError(
        `Expected a state machine, its name or its ARN, got ${describe(machine)}.`,
      );
    }
    this.machine = name;
    this.pattern = options.pattern ?? "sync:2";
  }
}
