import type { SfnSender } from "../shared/sfn-client.js";
import type { CallOptions } from "./execution.js";
import type { MachineFinder } from "./find-machine.js";
import type { MachineReference } from "./machine-source.js";
import { allPages } from "./pages.js";

/** A snapshot of a machine, which executions can be started on by its ARN. */
export interface MachineVersion {
  readonly arn: string;
  readonly creationDate: Date;
}

export interface PublishOptions extends CallOptions {
  /** Up to 256 characters. */
  readonly description?: string | undefined;
  /** Publishes only if the machine is at this revision. */
  readonly revisionId?: string | undefined;
}

interface SdkVersion {
  stateMachineVersionArn?: string;
  creationDate?: Date;
}

/** The versions of state machines. */
export type MachineVersions = ReturnType<typeof machineVersions>;

export function machineVersions(send: SfnSender, machines: MachineFinder) {
  return {
    /** Makes a version of the machine as it is; where nothing changed since the last, that one. */
    async publish(
      machine: MachineReference,
      options: PublishOptions = {},
    ): Promise<MachineVersion> {
      const { signal, ...request } = options;
      return machines.at(machine, signal, async (stateMachineArn) => {
        const published = await send<SdkVersion>(
          `the state machine ${stateMachineArn}`,
          ({ PublishStateMachineVersionCommand }) =>
            new PublishStateMachineVersionCommand({ stateMachineArn, ...request }),
          signal,
        );
        return readVersion(published);
      });
    },

    /** The latest first. */
    async *list(
      machine: MachineReference,
      { signal }: CallOptions = {},
    ): AsyncGenerator<MachineVersion, void, undefined> {
      const stateMachineArn = await machines.arnOf(machine, signal);
      yield* allPages(async (nextToken) => {
        const page = await send<{ stateMachineVersions?: SdkVersion[]; nextToken?: string }>(
          `the state machine ${stateMachineArn}`,
          ({ ListStateMachineVersionsCommand }) =>
            new ListStateMachineVersionsCommand({ stateMachineArn, maxResults: 1_000, nextToken }),
          signal,
        );
        const items = (page.stateMachineVersions ?? []).map(readVersion);
        return { items, nextToken: page.nextToken };
      }, signal);
    },

    /** Deletes one by its ARN; none that an alias leads to. */
    async delete(versionArn: string, { signal }: CallOptions = {}): Promise<void> {
      await send(
        `the version ${versionArn}`,
        ({ DeleteStateMachineVersionCommand }) =>
          new DeleteStateMachineVersionCommand({ stateMachineVersionArn: versionArn }),
        signal,
      );
    },
  };
}

function readVersion({
  stateMachineVersionArn = "",
  creationDate = new Date(0),
}: SdkVersion): MachineVersion {
  return { arn: stateMachineVersionArn, creationDate };
}
