import { aliasesOn } from "../aliases.js";
import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { requiredText } from "../members.js";
import { pageOf } from "../paging.js";
import { seconds } from "../time.js";

/** Of a machine, or those that use one of its versions: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html. */
export const listStateMachineAliases: Operation = (api, input) => {
  const arn = requiredText(input, "stateMachineArn", { min: 1, max: 256 });
  const { machine, version } = api.machines.named(arn);
  if (machine.status === "DELETING") throw refuse.machineDeleting(machine.arn);
  const aliases = version === undefined ? machine.aliases : aliasesOn(machine, version.arn);
  const { items, nextToken } = pageOf(input, aliases, {
    of: "ListStateMachineAliases",
    keyOf: (alias) => alias.arn,
  });
  const stateMachineAliases = items.map((alias) => ({
    stateMachineAliasArn: alias.arn,
    creationDate: seconds(alias.createdAt),
  }));
  return { stateMachineAliases, nextToken };
};
