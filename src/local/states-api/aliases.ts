import type { WireInput } from "../protocol/aws-json.js";
import type { StatesApi } from "./api.js";
import { readArn } from "./arns.js";
import { refuse } from "./exceptions.js";
import type { Alias, Machine, Named, Route } from "./machines.js";
import { list, number, requiredText } from "./members.js";

interface FoundAlias {
  readonly machine: Machine;
  readonly alias: Alias;
}

/** The alias of an ARN, with its machine. Throws InvalidArn, ResourceNotFound. */
export function aliasOf(api: StatesApi, arn: string): FoundAlias {
  readArn(arn, ["stateMachine"]);
  const machine = api.machines.find(machineArn(arn));
  const alias = machine?.aliases.find((known) => known.arn === arn);
  if (machine === undefined || alias === undefined) throw refuse.noSuchResource();
  return { machine, alias };
}

/**
 * What an execution runs that is started by the ARN of a machine, of a version or of an alias,
 * which chooses among its versions by their weights. Throws InvalidArn, StateMachineDoesNotExist.
 */
export function startable(api: StatesApi, arn: string): Named {
  const machine = api.machines.find(machineArn(arn));
  const alias = machine?.aliases.find((known) => known.arn === arn);
  if (machine === undefined || alias === undefined) return api.machines.named(arn);
  const version = routed(machine, alias, api.random);
  return { machine, version, alias, configuration: version.configuration };
}

function routed({ versions }: Machine, { arn, routes }: Alias, random: () => number) {
  let left = random() * 100;
  const route = routes.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  const version = versions.find((known) => known.arn === route?.stateMachineVersionArn);
  if (version === undefined) throw refuse.noMachine(arn);
  return version;
}

/** The aliases that send executions to a version. */
export function aliasesOn({ aliases }: Machine, versionArn: string): Alias[] {
  return aliases.filter(({ routes }) =>
    routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === versionArn),
  );
}

/** What a request says of routing: the machine, and one or two of its versions. Throws ValidationException, ResourceNotFound. */
export function readRoutes(
  api: StatesApi,
  input: WireInput,
): { readonly machine: Machine; readonly routes: readonly Route[] } {
  const member = "routingConfiguration";
  const given = list(input, member);
  if (given === undefined) throw refuse.constraint(undefined, member, "Member must not be null");
  if (given.length < 1 || given.length > 2) {
    const bound = given.length < 1 ? "greater than or equal to 1" : "less than or equal to 2";
    throw refuse.constraint(JSON.stringify(given), member, `Member must have length ${bound}`);
  }
  const routes = given.map((route, index) => readRoute(route, `${member}.${index + 1}.member`));
  const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const received = `Received: [${arns.join(", ")}]`;
  if (!arns.every((arn) => /^\d+$/.test(readArn(arn, ["stateMachine"]).parts[1] ?? ""))) {
    throw refuse.validation(
      `Routing configuration must contain state machine version ARNs. ${received}`,
    );
  }
  if (new Set(arns).size < arns.length) {
    throw refuse.validation(
      `Routing configuration must contain distinct state machine version ARNs. ${received}`,
    );
  }
  if (new Set(arns.map(machineArn)).size > 1) {
    throw refuse.validation(
      `Routing configuration must contain versions of one state machine. ${received}`,
    );
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw refuse.validation(
      `Sum of routing configuration weights must equal 100. Received: [${weights.join(", ")}]`,
    );
  }
  const machine = api.machines.find(machineArn(arns[0] ?? ""));
  const known = machine?.versions.map(({ arn }) => arn) ?? [];
  if (machine === undefined || !arns.every((arn) => known.includes(arn))) {
    throw refuse.noSuchResource();
  }
  return { machine, routes };
}

function readRoute(route: unknown, at: string): Route {
  const given = (typeof route === "object" && route !== null ? route : {}) as WireInput; // looked at below
  const weight = number(given, "weight", { min: 0, max: 100 });
  if (weight === undefined) {
    throw refuse.constraint(undefined, `${at}.weight`, "Member must not be null");
  }
  return {
    stateMachineVersionArn: requiredText(given, "stateMachineVersionArn", { min: 1, max: 256 }),
    weight,
  };
}

function machineArn(qualified: string): string {
  return qualified.slice(0, qualified.lastIndexOf(":"));
}
