import type { SfnSender } from "../shared/sfn-client.js";

/** Pages of 1,000: ten times what an account may have. */
const MAX_PAGES = 100;

/** The ARNs of activities by their exact names; those that are not registered are left out. */
export async function findActivityArns(
  send: SfnSender,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const wanted = new Set(names);
  const found = new Map<string, string>();
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES && found.size < wanted.size; page += 1) {
    const token = nextToken;
    const answer = await send<{
      activities?: { name?: string; activityArn?: string }[];
      nextToken?: string;
    }>(
      "the list of activities",
      ({ ListActivitiesCommand }) =>
        new ListActivitiesCommand({ maxResults: 1_000, nextToken: token }),
      signal,
    );
    for (const { name = "", activityArn = "" } of answer.activities ?? []) {
      if (wanted.has(name)) found.set(name, activityArn);
    }
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return found;
}
