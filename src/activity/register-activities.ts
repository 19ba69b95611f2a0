import type { AwsClient } from "../shared/clients.js";
import { type SfnSender, sfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import { findActivityArns } from "./find-activities.js";

export interface CallOptions {
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

export interface ActivityCallOptions extends CallOptions {
  /** An `SFNClient`. Default: one made from the environment. */
  readonly client?: AwsClient | undefined;
}

export interface RegisterActivitiesOptions extends ActivityCallOptions {
  /** Of activities that are new; those of registered ones are left as they are. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

type Named = { readonly name: string };

/** Registers those that are not yet. Resolves to the ARNs of all by their names. */
export async function registerActivities(
  activities: readonly Named[],
  { client, signal, tags = {} }: RegisterActivitiesOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const send = sfnSender(client);
  const arns = new Map<string, string>();
  for (const { name } of activities) {
    const { activityArn = "" } = await send<{ activityArn?: string }>(
      `the activity "${name}"`,
      ({ CreateActivityCommand }) =>
        new CreateActivityCommand({
          name,
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        }),
      signal,
    );
    arns.set(name, activityArn);
  }
  return arns;
}

/** Which of them are registered: their ARNs by their names. */
export async function registeredActivities(
  activities: readonly Named[],
  { client, signal }: ActivityCallOptions = {},
): Promise<ReadonlyMap<string, string>> {
  return findActivityArns(sfnSender(client), namesOf(activities), signal);
}

/** Deletes those that are registered under exactly these names. Resolves to their names. */
export async function deregisterActivities(
  activities: readonly Named[],
  { client, signal }: ActivityCallOptions = {},
): Promise<string[]> {
  const send = sfnSender(client);
  const arns = await findActivityArns(send, namesOf(activities), signal);
  for (const [name, activityArn] of arns) await remove(send, name, activityArn, signal);
  return [...arns.keys()];
}

async function remove(
  send: SfnSender,
  name: string,
  activityArn: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await send(
    `the activity "${name}"`,
    ({ DeleteActivityCommand }) => new DeleteActivityCommand({ activityArn }),
    signal,
  ).catch((error: unknown) => {
    if (!(error instanceof NotRegisteredError)) throw error; // somebody else was faster
  });
}

function namesOf(activities: readonly Named[]): string[] {
  return activities.map(({ name }) => name);
}
