import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
  type StateMachineType,
} from "@aws-sdk/client-sfn";
import { type Local, type LocalOptions, startLocal } from "sfn-task-tools/local";
import { onTestFinished } from "vitest";

export const ROLE = "arn:aws:iam::123456789012:role/any";

export interface Engine {
  readonly local: Local;
  readonly sfn: SFNClient;
  /** Creates a machine, and resolves to its ARN. */
  create(definition: object, options?: { name?: string; type?: StateMachineType }): Promise<string>;
  /** Creates a machine and starts it; resolves to the execution's ARN. */
  start(definition: object, input?: unknown, name?: string): Promise<string>;
  ended(executionArn: string): Promise<Ended>;
  /** The execution's events, once it has one of a type. */
  told(executionArn: string, type: string): Promise<HistoryEvent[]>;
}

export interface Ended {
  readonly status: string | undefined;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** An engine for one test, and a client of it. */
export async function startEngine(
  options: LocalOptions = {},
  transport: "http" | "in-process" = "in-process",
): Promise<Engine> {
  const local = await startLocal(options);
  onTestFinished(() => local.close());
  const sfn = new SFNClient(
    transport === "http" ? local.clientConfig("states", "http") : local.clientConfig(),
  );
  onTestFinished(() => sfn.destroy());
  let machines = 0;

  const create: Engine["create"] = async (definition, { name, type } = {}) => {
    machines += 1;
    const created = await sfn.send(
      new CreateStateMachineCommand({
        name: name ?? `machine-${machines}`,
        definition: JSON.stringify(definition),
        roleArn: ROLE,
        ...(type === undefined ? {} : { type }),
      }),
    );
    return created.stateMachineArn ?? "";
  };

  return {
    local,
    sfn,
    create,
    async start(definition, input = {}, name) {
      const stateMachineArn = await create(definition);
      const started = await sfn.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
      );
      return started.executionArn ?? "";
    },
    async ended(executionArn) {
      for (;;) {
        const { status, output, error, cause } = await sfn.send(
          new DescribeExecutionCommand({ executionArn }),
        );
        if (status !== "RUNNING") {
          return {
            status,
            output: output === undefined ? undefined : JSON.parse(output),
            error,
            cause,
          };
        }
        await sleep(5);
      }
    },
    async told(executionArn, type) {
      for (;;) {
        const { events = [] } = await sfn.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
        );
        if (events.some((event) => event.type === type)) return events;
        await sleep(5);
      }
    },
  };
}

/** A machine of one state. */
export function only(state: object): object {
  return { StartAt: "Only", States: { Only: { End: true, ...state } } };
}

/** What a command is refused with. */
export async function refusal(sent: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await sent;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error("Expected the command to be refused");
}
