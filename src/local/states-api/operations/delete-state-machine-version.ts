import type { Operation } from "../api.js";
import { readArn } from "../arns.js";
import { requiredText } from "../members.js";

/** One that is not there counts as deleted: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html. */
export const deleteStateMachineVersion: Operation = (api, input) => {
  const { arn } = readArn(requiredText(input, "stateMachineVersionArn", { min: 1, max: 256 }), [
    "stateMachine",
  ]);
  const machine = api.machines.find(arn.slice(0, arn.lastIndexOf(":")));
  const index = machine?.versions.findIndex((version) => version.arn === arn) ?? -1;
  if (machine === undefined || index < 0) return {};
  machine.versions.splice(index, 1);
  api.machines.save(machine);
  return {};
};
