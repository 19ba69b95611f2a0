import { randomUUID } from "node:crypto";
import type { Run } from "../engine/index.js";
import type { StatesApi } from "./api.js";
import { readArn } from "./arns.js";
import { refuse } from "./exceptions.js";
import { checkInput } from "./input.js";
import type { Named } from "./machines.js";
import { checkName } from "./names.js";

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
}

/** Starts an execution, or finds the one that runs by the same name with the same input. */
export function startRun(api: StatesApi, { named, name, input = "{}" }: StartRequest): Run {
  const { machine, version, alias, configuration } = named;
  if (machine.status === "DELETING") throw refuse.machineDeleting(machine.arn);
  const runName = name === undefined ? randomUUID() : checkName(name);
  const inputText = checkInput(input, "input");
  const prefix = `arn:${api.partition}:states:${api.region}:${api.account}`;
  const arn =
    machine.type === "EXPRESS"
      ? `${prefix}:express:${machine.name}:${runName}:${randomUUID()}`
      : `${prefix}:execution:${machine.name}:${runName}`;
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
