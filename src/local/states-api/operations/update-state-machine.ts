import type { Operation } from "../api.js";
import { readConfiguration } from "../configuration.js";
import { programOf } from "../definition.js";
import { refuse } from "../exceptions.js";
import { configure, publish } from "../machines.js";
import { flag, requiredText, text } from "../members.js";
import { seconds } from "../time.js";

const SETTINGS = [
  "definition",
  "roleArn",
  "loggingConfiguration",
  "tracingConfiguration",
  "encryptionConfiguration",
];

/** Executions that run go on with what they started with: https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html. */
export const updateStateMachine: Operation = (api, input) => {
  const machine = api.machines.machine(requiredText(input, "stateMachineArn"));
  if (machine.status === "DELETING") throw refuse.machineDeleting(machine.arn);
  const wanted = flag(input, "publish") ?? false;
  const versionDescription = text(input, "versionDescription", { max: 256 });
  if (versionDescription !== undefined && !wanted) {
    throw refuse.validation("Version description can only be set when publish is true");
  }
  if (SETTINGS.every((name) => input[name] === undefined)) {
    throw refuse.missing(
      "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
    );
  }
  const present = machine.configuration;
  const definition = text(input, "definition", { min: 1, max: 1_048_576 });
  const configuration = {
    definition: definition ?? present.definition,
    program: definition === undefined ? present.program : programOf(api, definition, machine),
    roleArn: text(input, "roleArn", { min: 1, max: 256 }) ?? present.roleArn,
    ...readConfiguration(input, present),
  };
  const now = api.engine.clock.now();
  configure(machine, configuration, now);
  const version = wanted ? publish(machine, now, versionDescription) : undefined;
  api.machines.save(machine);
  return {
    updateDate: seconds(now),
    revisionId: machine.revisionId,
    ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
  };
};
