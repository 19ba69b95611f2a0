import type { SfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import { type MachineReference, readReference } from "./machine-source.js";
import { allPages } from "./pages.js";

/** A state machine as ListStateMachines tells it. */
export interface MachineSummary {
  readonly arn: string;
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly creationDate: Date;
}

interface ListedMachine {
  stateMachineArn?: string;
  name?: string;
  type?: "STANDARD" | "EXPRESS";
  creationDate?: Date;
}

/** All state machines of the account and region. */
export function listMachines(send: SfnSender, signal: AbortSignal | undefined) {
  const ask = async (nextToken: string | undefined) => {
    const page = await send<{ stateMachines?: ListedMachine[]; nextToken?: string }>(
      "the list of state machines",
      ({ ListStateMachinesCommand }) =>
        new ListStateMachinesCommand({ maxResults: 1_000, nextToken }),
      signal,
    );
    const items = (page.stateMachines ?? []).map(
      ({
        stateMachineArn: arn = "",
        name = "",
        type = "STANDARD",
        creationDate = new Date(0),
      }) => ({
        arn,
        name,
        type,
        creationDate,
      }),
    );
    return { items, nextToken: page.nextToken };
  };
  return allPages<MachineSummary>(ask, signal);
}

/** The ARNs of machines by their exact names; an ARN stands for itself. */
export class MachineFinder {
  readonly #send: SfnSender;
  /** Of machines that were found or registered before. */
  readonly #known = new Map<string, string>();

  constructor(send: SfnSender) {
    this.#send = send;
  }

  /** @throws NotRegisteredError */
  async arnOf(reference: MachineReference, signal?: AbortSignal): Promise<string> {
    const arn = await this.find(reference, signal);
    if (arn !== undefined) return arn;
    const name = nameOf(reference);
    throw new NotRegisteredError(
      name,
      `Expected a state machine named "${name}" to be registered, and there is none in this account and region. Register it first, or give its ARN.`,
    );
  }

  /** Calls with the ARN of a machine, and forgets it when there is nothing behind it any more. */
  async at<Result>(
    reference: MachineReference,
    signal: AbortSignal | undefined,
    call: (arn: string) => Promise<Result>,
  ): Promise<Result> {
    const arn = await this.arnOf(reference, signal);
    try {
      return await call(arn);
    } catch (error) {
      if (error instanceof NotRegisteredError) this.forget(arn);
      throw error;
    }
  }

  /** undefined where there is none of that name. */
  async find(reference: MachineReference, signal?: AbortSignal): Promise<string | undefined> {
    const read = readReference(reference);
    if ("arn" in read) return read.arn;
    const known = this.#known.get(read.name);
    if (known !== undefined) return known;
    for await (const { name, arn } of listMachines(this.#send, signal)) {
      if (name !== read.name) continue;
      this.remember(name, arn);
      return arn;
    }
    return undefined;
  }

  remember(name: string, arn: string): void {
    this.#known.set(name, arn);
  }

  /** Forgets an ARN that has nothing behind it any more. */
  forget(arn: string): void {
    for (const [name, known] of this.#known) if (known === arn) this.#known.delete(name);
  }
}

export function nameOf(reference: MachineReference): string {
  return typeof reference === "string" ? reference : reference.name;
}
