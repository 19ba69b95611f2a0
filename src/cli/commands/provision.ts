import { InvalidArgumentError as InvalidOption } from "commander";
import type { ProvisionStep } from "../../provision/index.js";
import { InvalidArgumentError } from "../../shared/errors.js";
import { type AddCommand, examples } from "../command.js";
import type { Session } from "../session.js";
import type { Colour } from "../style.js";

interface Flags {
  readonly table?: string;
  readonly bucket?: string;
  readonly ttlDays?: number;
  readonly account?: string;
  readonly dryRun?: boolean;
}

/** `provision`: the table and the bucket of state data. */
export const addProvision: AddCommand = (parent, run) => {
  parent
    .command("provision")
    .description("make the table and the bucket of state data, or correct them")
    .option("-t, --table <name>", "of DynamoDB (default: SFN_DATA_TABLE)")
    .option(
      "-b, --bucket <name>",
      "of S3; without one only the table (default: SFN_DATA_S3_BUCKET)",
    )
    .option("--ttl-days <days>", "after which data expires (default: 30)", daysOf)
    .option("--account <id>", "12 digits: the bucket must be theirs")
    .option("--dry-run", "say what would be done, and do nothing")
    .addHelpText("after", examples("provision --table state-data --bucket my-state-data --dry-run"))
    .action(run(provision));
};

async function provision(session: Session, flags: Flags): Promise<void> {
  const { print, signal, terminal, clients } = session;
  const table = flags.table ?? terminal.env.SFN_DATA_TABLE;
  const bucket = flags.bucket ?? (terminal.env.SFN_DATA_S3_BUCKET || undefined);
  if (!table) {
    throw new InvalidArgumentError(
      "Expected the name of a table. Give --table, or set SFN_DATA_TABLE.",
    );
  }
  const { ensureStateDataStore } = await import("../../provision/index.js");
  const report = await ensureStateDataStore({
    table,
    bucket,
    ttlDays: flags.ttlDays,
    account: flags.account,
    dryRun: flags.dryRun,
    clients: {
      dynamodb: await clients.dynamodb(),
      ...(bucket === undefined ? {} : { s3: await clients.s3() }),
    },
    signal,
  });
  await print.result(report, () =>
    print.table(report.steps, [
      {
        title: "ACTION",
        of: ({ action }) => action,
        style: (cell, { action }) => print.style(COLOURS[action], cell),
      },
      { title: "RESOURCE", of: ({ resource }) => resource },
      { title: "NAME", of: ({ name }) => name, shrinks: true },
      { title: "DETAIL", of: ({ detail }) => detail, shrinks: true },
    ]),
  );
}

const COLOURS: Readonly<Record<ProvisionStep["action"], Colour>> = {
  created: "green",
  updated: "yellow",
  unchanged: "dim",
  "would create": "green",
  "would update": "yellow",
};

function daysOf(text: string): number {
  const days = Number(text);
  if (days > 0) return days;
  throw new InvalidOption("Expected a number of days.");
}
