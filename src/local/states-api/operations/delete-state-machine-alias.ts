import { aliasOf } from "../aliases.js";
import type { Operation } from "../api.js";
import { requiredText } from "../members.js";

/** Executions that it started go on: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html. */
export const deleteStateMachineAlias: Operation = (api, input) => {
  const arn = requiredText(input, "stateMachineAliasArn", { min: 1, max: 256 });
  const { machine, alias } = aliasOf(api, arn);
  machine.aliases.splice(machine.aliases.indexOf(alias), 1);
  api.machines.save(machine);
  return {};
};
