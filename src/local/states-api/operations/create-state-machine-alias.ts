import { readRoutes } from "../aliases.js";
import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { requiredText, text } from "../members.js";
import { seconds } from "../time.js";

/** A name of digits alone would be a version's. */
const PATTERN = "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$";
const MOST = 100;

/** Idempotent by name, description and routing: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html. */
export const createStateMachineAlias: Operation = (api, input) => {
  const name = requiredText(input, "name", { min: 1, max: 80 });
  if (!new RegExp(PATTERN).test(name)) {
    const reason = `Member must satisfy regular expression pattern: ${PATTERN}`;
    throw refuse.constraint(name, "name", reason);
  }
  const description = text(input, "description", { max: 256 });
  const { machine, routes } = readRoutes(api, input);
  if (machine.status === "DELETING") throw refuse.machineDeleting(machine.arn);

  const arn = `${machine.arn}:${name}`;
  const known = machine.aliases.find((alias) => alias.arn === arn);
  if (known !== undefined) {
    const isSame =
      known.description === description && JSON.stringify(known.routes) === JSON.stringify(routes);
    if (isSame) return { stateMachineAliasArn: arn, creationDate: seconds(known.createdAt) };
    throw refuse.conflict(
      "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
    );
  }
  if (machine.aliases.length >= MOST) {
    throw refuse.quota(`A state machine may have ${MOST} aliases: '${machine.arn}' has as many`);
  }
  const createdAt = api.engine.clock.now();
  machine.aliases.push({ arn, name, createdAt, updatedAt: createdAt, description, routes });
  api.machines.save(machine);
  return { stateMachineAliasArn: arn, creationDate: seconds(createdAt) };
};
