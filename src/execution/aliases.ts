import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { SfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import { checkSfnName } from "../shared/sfn-names.js";
import type { CallOptions } from "./execution.js";
import type { MachineFinder } from "./find-machine.js";
import type { MachineReference } from "./machine-source.js";
import { allPages } from "./pages.js";

/** Of an alias: one version, or the per cent of executions that each of two versions gets. */
export type Routing = string | Readonly<Record<string, number>>;

export interface AliasOptions extends CallOptions {
  /** Up to 256 characters. */
  readonly description?: string | undefined;
}

export interface AliasSummary {
  readonly arn: string;
  readonly creationDate: Date;
}

export interface AliasDescription extends AliasSummary {
  readonly name: string;
  readonly description: string | undefined;
  /** Per cent of executions by the versions' ARNs. */
  readonly routing: Readonly<Record<string, number>>;
  readonly updateDate: Date | undefined;
}

interface SdkAlias {
  stateMachineAliasArn?: string;
  creationDate?: Date;
  updateDate?: Date;
  name?: string;
  description?: string;
  routingConfiguration?: { stateMachineVersionArn?: string; weight?: number }[];
}

/** Names that lead to versions of state machines. */
export type MachineAliases = ReturnType<typeof machineAliases>;

export function machineAliases(send: SfnSender, machines: MachineFinder) {
  return {
    /** Creates an alias, or lets one that is there lead elsewhere. Resolves to its ARN. */
    async put(
      machine: MachineReference,
      name: string,
      routing: Routing,
      { signal, description }: AliasOptions = {},
    ): Promise<string> {
      checkAliasName(name);
      const request = { routingConfiguration: readRouting(routing), description };
      return machines.at(machine, signal, async (machineArn) => {
        const stateMachineAliasArn = `${machineArn}:${name}`;
        const subject = `the alias ${stateMachineAliasArn}`;
        try {
          await send(
            subject,
            ({ UpdateStateMachineAliasCommand }) =>
              new UpdateStateMachineAliasCommand({ stateMachineAliasArn, ...request }),
            signal,
          );
        } catch (error) {
          if (!(error instanceof NotRegisteredError)) throw error;
          await send(
            subject,
            ({ CreateStateMachineAliasCommand }) =>
              new CreateStateMachineAliasCommand({ name, ...request }),
            signal,
          );
        }
        return stateMachineAliasArn;
      });
    },

    async describe(
      machine: MachineReference,
      name: string,
      { signal }: CallOptions = {},
    ): Promise<AliasDescription> {
      checkAliasName(name);
      return machines.at(machine, signal, async (machineArn) => {
        const stateMachineAliasArn = `${machineArn}:${name}`;
        const alias = await send<SdkAlias>(
          `the alias ${stateMachineAliasArn}`,
          ({ DescribeStateMachineAliasCommand }) =>
            new DescribeStateMachineAliasCommand({ stateMachineAliasArn }),
          signal,
        );
        return readDescription(alias);
      });
    },

    async *list(
      machine: MachineReference,
      { signal }: CallOptions = {},
    ): AsyncGenerator<AliasSummary, void, undefined> {
      const stateMachineArn = await machines.arnOf(machine, signal);
      yield* allPages(async (nextToken) => {
        const page = await send<{ stateMachineAliases?: SdkAlias[]; nextToken?: string }>(
          `the state machine ${stateMachineArn}`,
          ({ ListStateMachineAliasesCommand }) =>
            new ListStateMachineAliasesCommand({ stateMachineArn, maxResults: 1_000, nextToken }),
          signal,
        );
        const items = (page.stateMachineAliases ?? []).map(readSummary);
        return { items, nextToken: page.nextToken };
      }, signal);
    },

    async delete(
      machine: MachineReference,
      name: string,
      { signal }: CallOptions = {},
    ): Promise<void> {
      checkAliasName(name);
      return machines.at(machine, signal, async (machineArn) => {
        await send(
          `the alias ${machineArn}:${name}`,
          ({ DeleteStateMachineAliasCommand }) =>
            new DeleteStateMachineAliasCommand({ stateMachineAliasArn: `${machineArn}:${name}` }),
          signal,
        );
      });
    },
  };
}

function checkAliasName(name: string): void {
  checkSfnName(name, "the alias's name");
  if (!/^(?=.*[A-Za-z_.-])[\w.-]+$/.test(name)) {
    throw new InvalidArgumentError(
      `Expected the alias's name to have letters, digits and any of "_.-", not digits alone, got ${describe(name)}.`,
    );
  }
}

function readRouting(routing: Routing) {
  const routes = typeof routing === "string" ? [[routing, 100] as const] : Object.entries(routing);
  const total = routes.reduce((sum, [, weight]) => sum + weight, 0);
  const isGood =
    (routes.length === 1 || routes.length === 2) &&
    routes.every(([, weight]) => Number.isInteger(weight) && weight >= 0) &&
    total === 100;
  if (!isGood) {
    throw new InvalidArgumentError(
      `Expected the routing of an alias to be a version's ARN, or one or two of them with weights in per cent that make 100, got ${JSON.stringify(routing)}.`,
    );
  }
  return routes.map(([stateMachineVersionArn, weight]) => ({ stateMachineVersionArn, weight }));
}

function readSummary({
  stateMachineAliasArn = "",
  creationDate = new Date(0),
}: SdkAlias): AliasSummary {
  return { arn: stateMachineAliasArn, creationDate };
}

function readDescription(alias: SdkAlias): AliasDescription {
  const routes = (alias.routingConfiguration ?? []).map(
    ({ stateMachineVersionArn = "", weight = 0 }) => [stateMachineVersionArn, weight] as const,
  );
  return {
    ...readSummary(alias),
    name: alias.name ?? "",
    description: alias.description,
    routing: Object.fromEntries(routes),
    updateDate: alias.updateDate,
  };
}
