import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { publish } from "../machines.js";
import { requiredText, text } from "../members.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion: Operation = (api, input) => {
  const machine = api.machines.machine(
    requiredText(input, "stateMachineArn", { min: 1, max: 256 }),
  );
  const revision = text(input, "revisionId");
  const description = text(input, "description", { max: 256 });
  if (revision !== undefined && revision !== (machine.revisionId ?? "INITIAL")) {
    throw refuse.conflict(
      `Failed to publish the State Machine version for revision ${revision}. The current State Machine revision is ${machine.revisionId ?? "INITIAL"}.`,
    );
  }
  const version = publish(machine, api.engine.clock.now(), description);
  api.machines.save(machine);
  return { stateMachineVersionArn: version.arn, creationDate: seconds(version.createdAt) };
};
