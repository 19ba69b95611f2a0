import type { Operation } from "../api.js";
import { readArn } from "../arns.js";
import { requiredText } from "../members.js";
import { removeWhenEnded } from "../remove-machine.js";

/**
 * A machine is DELETING until the last of its executions has ended. One that is not there counts as
 * deleted: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html.
 */
export const deleteStateMachine: Operation = (api, input) => {
  const { arn } = readArn(requiredText(input, "stateMachineArn"), ["stateMachine"]);
  const machine = api.machines.find(arn);
  if (machine === undefined) return {};
  machine.status = "DELETING";
  api.machines.save(machine);
  removeWhenEnded(api, machine);
  return {};
};
