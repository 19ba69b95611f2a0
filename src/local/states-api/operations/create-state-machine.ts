import type { Operation } from "../api.js";
import { readConfiguration } from "../configuration.js";
import { programOf } from "../definition.js";
import { refuse } from "../exceptions.js";
import { publish } from "../machines.js";
import { flag, requiredText, text, word } from "../members.js";
import { checkName } from "../names.js";
import { readTags, withTags } from "../tags.js";
import { seconds } from "../time.js";

/** Idempotent by name, definition, type, logging and tracing; role and tags of a later request are ignored: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html. */
export const createStateMachine: Operation = (api, input) => {
  const name = checkName(requiredText(input, "name"));
  const definition = requiredText(input, "definition", { min: 1, max: 1_048_576 });
  const roleArn = requiredText(input, "roleArn", { min: 1, max: 256 });
  const type = word(input, "type", ["STANDARD", "EXPRESS"]) ?? "STANDARD";
  const wanted = flag(input, "publish") ?? false;
  const description = text(input, "versionDescription", { max: 256 });
  if (description !== undefined && !wanted) {
    throw refuse.validation("Version description can only be set when publish is true");
  }
  const tags = readTags(input);
  const program = programOf(api, definition, { name, type });
  const configuration = { definition, program, roleArn, ...readConfiguration(input) };

  const arn = `arn:${api.partition}:states:${api.region}:${api.account}:stateMachine:${name}`;
  const known = api.machines.find(arn);
  if (known?.status === "DELETING") throw refuse.machineDeleting(arn);
  if (known !== undefined && !isSame(known, { type, configuration }))
    throw refuse.machineExists(arn);
  const tagged = withTags(new Map(), arn, tags);
  const createdAt = api.engine.clock.now();
  const machine = known ?? api.machines.add({ arn, name, type, createdAt, configuration });
  if (known === undefined) api.tags.set(arn, tagged);
  const version = wanted ? publish(machine, createdAt, description) : undefined;
  api.machines.save(machine);
  return {
    stateMachineArn: arn,
    creationDate: seconds(machine.createdAt),
    ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
  };
};

type Facts = {
  type: string;
  configuration: { definition: string; loggingConfiguration: object; tracingConfiguration: object };
};

function isSame(known: Facts, asked: Facts): boolean {
  const facts = ({ type, configuration }: Facts) => {
    const { definition, loggingConfiguration, tracingConfiguration } = configuration;
    return JSON.stringify([type, definition, loggingConfiguration, tracingConfiguration]);
  };
  return facts(known) === facts(asked);
}
