import { randomUUID } from "node:crypto";
import type { MachineType, Program } from "../engine/index.js";
import { readArn } from "./arns.js";
import { refuse } from "./exceptions.js";

/** A state machine as it is configured at some time. */
export interface Configuration {
  readonly definition: string;
  readonly program: Program;
  readonly roleArn: string;
  readonly loggingConfiguration: object;
  readonly tracingConfiguration: object;
  readonly encryptionConfiguration: object;
}

/** A published version. */
export interface MachineVersion {
  readonly arn: string;
  readonly number: number;
  readonly createdAt: number;
  readonly description: string | undefined;
  readonly revisionId: string | undefined;
  readonly configuration: Configuration;
}

/** A name for one version of a machine, or for two that share its executions. */
export interface Alias {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  description: string | undefined;
  routes: readonly Route[];
}

/** A version, and its share of the executions in a hundred. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly createdAt: number;
  updatedAt: number;
  /** Absent until the first update. */
  revisionId: string | undefined;
  configuration: Configuration;
  status: "ACTIVE" | "DELETING";
  readonly versions: MachineVersion[];
  readonly aliases: Alias[];
  /** Numbers are never used again. */
  published: number;
}

/** A machine, or one of its versions, that a request names. */
export interface Named {
  readonly machine: Machine;
  readonly version: MachineVersion | undefined;
  /** The alias that chose the version. */
  readonly alias?: Alias;
  readonly configuration: Configuration;
}

/** The state machines by ARN. */
export class Machines {
  readonly #byArn: Map<string, Machine>;

  /** `known` are those that are there already; what is made of them is kept there. */
  constructor(known: Map<string, Machine> = new Map()) {
    this.#byArn = known;
  }

  add(facts: Pick<Machine, "arn" | "name" | "type" | "createdAt" | "configuration">): Machine {
    const machine: Machine = {
      ...facts,
      updatedAt: facts.createdAt,
      revisionId: undefined,
      status: "ACTIVE",
      versions: [],
      aliases: [],
      published: 0,
    };
    this.save(machine);
    return machine;
  }

  /** Keeps a machine as it is now; to be called when it was changed. */
  save(machine: Machine): void {
    this.#byArn.set(machine.arn, machine);
  }

  find(arn: string): Machine | undefined {
    return this.#byArn.get(arn);
  }

  /** By name. */
  list(): Machine[] {
    return [...this.#byArn.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  remove(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** The machine or version of an ARN. Throws InvalidArn, StateMachineDoesNotExist. */
  named(arn: string): Named {
    const { parts } = readArn(arn, ["stateMachine"]);
    const [, qualifier] = parts;
    const machine = this.#byArn.get(
      qualifier === undefined ? arn : arn.slice(0, -qualifier.length - 1),
    );
    if (machine === undefined) throw refuse.noMachine(arn);
    if (qualifier === undefined) {
      return { machine, version: undefined, configuration: machine.configuration };
    }
    const version = machine.versions.find((known) => known.arn === arn);
    if (version === undefined) throw refuse.noMachine(arn);
    return { machine, version, configuration: version.configuration };
  }

  /** The machine of an ARN that names no version. Throws InvalidArn, StateMachineDoesNotExist. */
  machine(arn: string): Machine {
    const { machine, version } = this.named(arn);
    if (version !== undefined) throw refuse.noMachine(arn);
    return machine;
  }
}

/** Publishes a version, or finds the one that was published of the same revision. */
export function publish(machine: Machine, now: number, description?: string): MachineVersion {
  const latest = machine.versions.at(-1);
  if (latest !== undefined && latest.configuration === machine.configuration) return latest;
  machine.published += 1;
  const version = {
    arn: `${machine.arn}:${machine.published}`,
    number: machine.published,
    createdAt: now,
    description,
    revisionId: machine.revisionId,
    configuration: machine.configuration,
  };
  machine.versions.push(version);
  return version;
}

/** Configures a machine anew; what stays as it was makes no revision. */
export function configure(machine: Machine, configuration: Configuration, now: number): void {
  const facts = ({ program: _, ...rest }: Configuration) => JSON.stringify(rest);
  machine.updatedAt = now;
  if (facts(configuration) === facts(machine.configuration)) return;
  machine.configuration = configuration;
  machine.revisionId = randomUUID();
}
