import { InvalidArgumentError } from "../shared/errors.js";
import { type Difference, differences } from "./differences.js";
import { StateMachineConflictError } from "./errors.js";
import type { MachineDescription } from "./machine-facts.js";
import type { MachineSettings, MachineType } from "./machine-settings.js";
import type { ReadMachine } from "./machine-source.js";

export interface WantedMachine extends MachineSettings {
  readonly machine: ReadMachine;
  readonly type: MachineType | undefined;
  /** Whether one that differs may be changed. */
  readonly update: boolean;
}

/** What is to be done, before it is done. */
export interface RegistrationPlan {
  readonly change: "created" | "updated" | "unchanged";
  /** What is not as it should be; empty for one that is new. */
  readonly differences: readonly Difference[];
}

/**
 * Compares what is registered with what should be; only settings that are given count.
 *
 * @param registered undefined where there is none of that name.
 * @throws StateMachineConflictError when it differs and may not, or cannot, be changed.
 */
export function planRegistration(
  registered: MachineDescription | undefined,
  wanted: WantedMachine,
): RegistrationPlan {
  if (registered === undefined) {
    if (wanted.roleArn === undefined) throw noRole(wanted.machine.name);
    return { change: "created", differences: [] };
  }
  const found = compare(registered, wanted);
  if (found.length === 0) return { change: "unchanged", differences: [] };
  if (found.some(({ path }) => path === "type")) {
    const remedy =
      "The type of a state machine cannot be changed. Deregister it first, or register under another name.";
    throw new StateMachineConflictError(registered.arn, found, remedy);
  }
  if (!wanted.update) {
    const remedy = 'Give the option "update: true" to change it, or register under another name.';
    throw new StateMachineConflictError(registered.arn, found, remedy);
  }
  return { change: "updated", differences: found };
}

function compare(registered: MachineDescription, wanted: WantedMachine): Difference[] {
  const { type, roleArn, logging, tracing, encryption } = wanted;
  const settings = {
    type,
    roleArn,
    logging: logging === undefined ? undefined : { includeExecutionData: false, ...logging },
    tracing,
    encryption,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return [
    ...given.flatMap(([name, value]) =>
      differences(registered[name as keyof typeof settings], value, name),
    ),
    ...differences(registered.definition, wanted.machine.document, "definition"),
  ];
}

/** A machine that is new needs a role. */
export function noRole(name: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected the option "roleArn" to register "${name}", got none. Give the ARN of the IAM role that its executions work as.`,
  );
}
