import { readJson } from "./execution-facts.js";
import {
  type MachineSettings,
  type MachineType,
  type SettingMembers,
  settingsOf,
} from "./machine-settings.js";

/** What DescribeStateMachine tells, its JSON read. */
export interface MachineDescription extends Required<MachineSettings> {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly status: "ACTIVE" | "DELETING";
  /** The document. */
  readonly definition: unknown;
  readonly creationDate: Date;
  /** undefined where it was never updated. */
  readonly revisionId: string | undefined;
  /** Of a version. */
  readonly description: string | undefined;
}

/** As the SDK answers. */
export interface DescribedMachine extends SettingMembers {
  readonly stateMachineArn?: string | undefined;
  readonly name?: string | undefined;
  readonly type?: MachineType | undefined;
  readonly status?: MachineDescription["status"] | undefined;
  readonly definition?: string | undefined;
  readonly creationDate?: Date | undefined;
  readonly revisionId?: string | undefined;
  readonly description?: string | undefined;
}

export function readMachineDescription(
  described: DescribedMachine,
  arn: string,
): MachineDescription {
  return {
    arn: described.stateMachineArn ?? arn,
    name: described.name ?? "",
    type: described.type ?? "STANDARD",
    status: described.status ?? "ACTIVE",
    definition: readJson(described.definition),
    creationDate: described.creationDate ?? new Date(0),
    revisionId: described.revisionId,
    description: described.description,
    ...settingsOf(described),
  };
}
