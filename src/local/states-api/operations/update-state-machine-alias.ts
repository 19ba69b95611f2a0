import { aliasOf, readRoutes } from "../aliases.js";
import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { requiredText, text } from "../members.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias: Operation = (api, input) => {
  const arn = requiredText(input, "stateMachineAliasArn", { min: 1, max: 256 });
  const description = text(input, "description", { max: 256 });
  const { machine, alias } = aliasOf(api, arn);
  if (machine.status === "DELETING") throw refuse.machineDeleting(machine.arn);
  if (description === undefined && input.routingConfiguration === undefined) {
    throw refuse.validation(
      "Either the description or the routing configuration must be specified",
    );
  }
  if (input.routingConfiguration !== undefined) {
    const { machine: routed, routes } = readRoutes(api, input);
    if (routed !== machine) {
      throw refuse.validation(
        `Routing configuration must contain versions of the alias's own state machine, ${machine.arn}`,
      );
    }
    alias.routes = routes;
  }
  if (description !== undefined) alias.description = description;
  alias.updatedAt = api.engine.clock.now();
  api.machines.save(machine);
  return { updateDate: seconds(alias.updatedAt) };
};
