import type { Command } from "commander";
import type { StateDataClient } from "../../state-data/index.js";
import { type AddCommand, examples } from "../command.js";
import { confirm } from "../confirm.js";
import type { Session } from "../session.js";
import { readPointer, type StatePlace } from "../state-place.js";

interface Flags {
  readonly table?: string;
  readonly key?: string;
  readonly index?: string;
}

interface DeleteFlags extends Flags {
  readonly yes?: boolean;
}

/** `state get|list|delete`: what pointers lead to. */
export const addState: AddCommand = (parent, run) => {
  const state = parent
    .command("state")
    .description("look at state data, from DynamoDB or S3, and delete it");
  withPointer(state.command("get"))
    .description("show what a pointer leads to: an item, or all items of a list")
    .addHelpText(
      "after",
      examples(
        `state get '{"table_name": "state-data", "partition_key": "orders/run-1:cast", "key": "cast"}'`,
        "state get --table state-data --key orders/run-1:cast",
      ),
    )
    .action(run(get));
  withPointer(state.command("list"))
    .description("list the items of a list: index, size and beginning")
    .addHelpText("after", examples("state list pointer.json"))
    .action(run(list));
  withPointer(state.command("delete"))
    .description("delete what a pointer leads to; asks first")
    .option("-y, --yes", "do not ask")
    .addHelpText("after", examples("state delete pointer.json --yes"))
    .action(run(remove));
};

function withPointer(command: Command): Command {
  return command
    .argument("[pointer]", "a JSON file, - for stdin, or JSON in quotes")
    .option("-t, --table <name>", "instead of a pointer (default: SFN_DATA_TABLE)")
    .option("-k, --key <partition key>", "<state machine>/<execution>:<key>, with --table")
    .option("-i, --index <number>", "of one item of a list");
}

async function get(session: Session, pointer: string | undefined, flags: Flags): Promise<void> {
  const { print, signal } = session;
  const place = await readPointer(session, pointer, flags);
  const client = await clientFor(session);
  const value = await valueAt(client, place, signal);
  await print.result(value, () => JSON.stringify(value, undefined, 2));
}

async function valueAt(client: StateDataClient, place: StatePlace, signal: AbortSignal) {
  const { location, index, kind } = place;
  if (index !== undefined) return client.getGlobalItem(location, { index, signal });
  if (kind === "item") return client.getGlobalItem(location, { signal });
  const items = await client.getGlobalItems(location, { signal });
  // A name does not say whether it stands for an item or for a list.
  return kind === "name" && items.length === 1 ? items[0] : items;
}

async function list(session: Session, pointer: string | undefined, flags: Flags): Promise<void> {
  const { print, signal } = session;
  const { location } = await readPointer(session, pointer, flags);
  const client = await clientFor(session);
  const items: { index: number; bytes: number; text: string }[] = [];
  for await (const item of client.iterateGlobalItems(location, { signal })) {
    const text = JSON.stringify(item);
    // What does not fit into a line is not kept: a list may be larger than the memory.
    items.push({ index: items.length, bytes: Buffer.byteLength(text), text: text.slice(0, SHOWN) });
  }
  await print.result(
    items.map(({ index, bytes }) => ({ index, bytes })),
    () =>
      print.table(items, [
        { title: "INDEX", of: ({ index }) => String(index), align: "right" },
        { title: "BYTES", of: ({ bytes }) => String(bytes), align: "right" },
        { title: "ITEM", of: ({ text }) => text, shrinks: true },
      ]),
  );
}

async function remove(
  session: Session,
  pointer: string | undefined,
  { yes = false, ...flags }: DeleteFlags,
): Promise<void> {
  const { print, signal } = session;
  const { location, index } = await readPointer(session, pointer, flags);
  const place = index === undefined ? "" : `index ${index} of `;
  const what = `${place}${location.partition_key} in the table ${location.table_name}`;
  if (!yes && !(await confirm(session, `Delete ${what}?`))) {
    print.note("Nothing was deleted.");
    return;
  }
  const client = await clientFor(session);
  const options = index === undefined ? { signal } : { index, signal };
  const deleted = await client.deleteGlobalItems(location, options);
  await print.result(
    deleted,
    () => `Deleted ${what}: ${deleted.rows} rows, ${deleted.objects} objects`,
  );
}

/** Characters of an item that `list` shows at most. */
const SHOWN = 200;

async function clientFor({ clients }: Session): Promise<StateDataClient> {
  const { StateDataClient } = await import("../../state-data/index.js");
  return new StateDataClient({
    clients: { dynamodb: await clients.dynamodb(), s3: await clients.s3() },
  });
}
