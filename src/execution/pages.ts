/** A page of a list, as the API answers it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** More pages than any list of the service has: an execution has 25,000 events, of which some pages hold few. */
const MAX_PAGES = 100_000;

/** All items of a paged list, each page asked for when the one before is used up. */
export async function* allPages<Item>(
  ask: (nextToken: string | undefined) => Promise<Page<Item>>,
  signal?: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    signal?.throwIfAborted();
    const { items, nextToken } = await ask(token);
    yield* items;
    if (nextToken === undefined || nextToken === "") return;
    if (nextToken === token) break;
    token = nextToken;
  }
  throw new Error(
    `Expected the list to end, and its pages come again and again: the endpoint's answer is wrong.`,
  );
}
