import { randomUUID } from "node:crypto";
import type { Run } from "../engine/index.js";
import { startable } from "./aliases.js";
import type { StatesApi } from "./api.js";
import { readArn } from "./arns.js";
import { refuse } from "./exceptions.js";
import { checkInput } from "./input.js";
import type { Machine, Named } from "./machines.js";
import { checkName } from "./names.js";
import { checkTestCase } from "./test-cases.js";

/** The run of an execution's ARN. Throws InvalidArn, also for one of an EXPRESS execution; ExecutionDoesNotExist. */
export function runOf(api: StatesApi, arn: string): Run {
  readArn(arn, ["execution"]);
  const run = api.engine.find(arn);
  if (run === undefined) throw refuse.noExecution(arn);
  return run;
}

/** The run of an ARN that DescribeExecution takes: also of an EXPRESS child of a distributed Map. */
export function describedRunOf(api: StatesApi, arn: string): Run {
  const isChild = api.engine.find(arn)?.mapRunArn !== undefined;
  readArn(arn, isChild ? ["execution", "express"] : ["execution"]);
  const run = api.engine.find(arn);
  if (run === undefined) throw refuse.noExecution(arn);
  return run;
}

/** The name of an execution, as it is answered; that of an EXPRESS one has the last part of its ARN. */
export function answeredName({ arn, name, type }: Run): string {
  return type === "EXPRESS" ? `${name}:${arn.slice(arn.lastIndexOf(":") + 1)}` : name;
}

export interface StartRequest {
  readonly named: Named;
  readonly name: string | undefined;
  readonly input: string | undefined;
  /** Of the mock file. */
  readonly testCase?: string | undefined;
  /** The execution that asks for this one. */
  readonly parent?: Run | undefined;
  /** Keeps which ways the run goes. */
  readonly traced?: boolean;
  /** Whether it goes on in another process, where others do. Default true. */
  readonly isKept?: false;
}

/**
 * The machine that an execution is started of, and the test case of the mock file that stands after
 * a `#` behind its ARN. Throws as Machines.named does, and ValidationException for an unknown case.
 */
export function toStart(api: StatesApi, arn: string): Pick<StartRequest, "named" | "testCase"> {
  const at = arn.indexOf("#");
  if (api.testCases === undefined || at < 0) return { named: startable(api, arn) };
  const named = startable(api, arn.slice(0, at));
  const testCase = arn.slice(at + 1);
  checkTestCase(api.testCases, named, testCase);
  return { named, testCase };
}

/** Starts an execution, or finds the one that runs by the same name with the same input. */
export function startRun(
  api: StatesApi,
  { named, name, input = "{}", testCase, parent, ...more }: StartRequest,
): Run {
  const { machine, version, alias, configuration } = named;
  if (machine.status === "DELETING") throw refuse.machineDeleting(machine.arn);
  const runName = name === undefined ? randomUUID() : checkName(name);
  const inputText = checkInput(input, "input");
  const arn = runArn(api, machine, runName);
  const known = api.engine.find(arn);
  if (known !== undefined) {
    if (known.status === "RUNNING" && known.inputText === inputText) return known;
    throw refuse.executionExists(arn);
  }
  const { program, definition, roleArn, ...settings } = configuration;
  return api.engine.start({
    arn,
    name: runName,
    type: machine.type,
    program,
    inputText,
    ...(testCase === undefined ? {} : { testCase }),
    ...(parent === undefined ? {} : { rootArn: parent.rootArn ?? parent.arn }),
    ...(more.isKept === undefined ? {} : { isKept: more.isKept }),
    traced: more.traced ?? parent?.taken !== undefined,
    machine: {
      arn: machine.arn,
      name: machine.name,
      roleArn,
      definition,
      settings,
      updatedAt: machine.updatedAt,
      ...(machine.revisionId === undefined ? {} : { revisionId: machine.revisionId }),
      ...(version === undefined ? {} : { versionArn: version.arn }),
      ...(alias === undefined ? {} : { aliasArn: alias.arn }),
    },
  });
}

/** Starts an execution that keeps which ways it goes, of the machine of an ARN. */
export function startTraced(api: StatesApi, arn: string, input: string): Run {
  const asked = toStart(api, arn);
  return startRun(api, { ...asked, name: undefined, input, traced: true });
}

/** The ARN of an execution; that of an EXPRESS one is never the same. */
export function runArn(
  { partition, region, account }: StatesApi,
  machine: Machine,
  name: string,
): string {
  const prefix = `arn:${partition}:states:${region}:${account}`;
  return machine.type === "EXPRESS"
    ? `${prefix}:express:${machine.name}:${name}:${randomUUID()}`
    : `${prefix}:execution:${machine.name}:${name}`;
}
