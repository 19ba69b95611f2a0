import { aliasesOn } from "../aliases.js";
import type { Operation } from "../api.js";
import { readArn } from "../arns.js";
import { refuse } from "../exceptions.js";
import { requiredText } from "../members.js";

/** One that is not there counts as deleted: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html. */
export const deleteStateMachineVersion: Operation = (api, input) => {
  const { arn } = readArn(requiredText(input, "stateMachineVersionArn", { min: 1, max: 256 }), [
    "stateMachine",
  ]);
  const machine = api.machines.find(arn.slice(0, arn.lastIndexOf(":")));
  const index = machine?.versions.findIndex((version) => version.arn === arn) ?? -1;
  if (machine === undefined || index < 0) return {};
  const names = aliasesOn(machine, arn).map(({ name }) => name);
  if (names.length > 0) {
    throw refuse.conflict(
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(", ")}]`,
    );
  }
  machine.versions.splice(index, 1);
  api.machines.save(machine);
  return {};
};
