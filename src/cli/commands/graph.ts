import { writeFile } from "node:fs/promises";
import { Option } from "commander";
import type { Execution, HistoryEvent } from "../../execution/index.js";
import { type AddCommand, examples } from "../command.js";
import { isDefinitionFile, readDefinitionFile } from "../definition-file.js";
import { parseJson } from "../read-json.js";
import type { Session } from "../session.js";
import { definitionOf, pickExecution, pickMachine } from "../targets.js";

interface Flags {
  readonly svg?: boolean;
  readonly execution?: string;
  readonly out?: string;
}

/** `graph`: a picture of a state machine, and of what an execution did in it. */
export const addGraph: AddCommand = (parent, run) => {
  parent
    .command("graph")
    .description("draw a state machine, and how far an execution came")
    .argument("[machine]", "name, ARN, or a file of JSON or YAML (default: the app's only one)")
    .addOption(new Option("--mermaid", "as Mermaid text (default)").conflicts("svg"))
    .option("--svg", "as an SVG document")
    .option("-e, --execution <execution>", "ARN, name, or latest: what it did is drawn in")
    .option("-o, --out <file>", "write it there (default: stdout; a name in .svg says --svg)")
    .addHelpText(
      "after",
      examples("graph --app workflow.ts", "graph orders --execution latest --out orders.svg"),
    )
    .action(run(graph));
};

async function graph(session: Session, machine: string | undefined, flags: Flags): Promise<void> {
  const { print, signal } = session;
  const { out, svg = out?.toLowerCase().endsWith(".svg") ?? false } = flags;
  const execution =
    flags.execution === undefined
      ? undefined
      : await executionOf(session, machine, flags.execution);
  const history: HistoryEvent[] = [];
  for await (const event of execution?.history({ signal }) ?? []) history.push(event);
  const definition = await definitionFor(session, machine ?? execution?.stateMachineName);

  const { toMermaid, toSvg } = await import("../../graph/index.js");
  const options = execution === undefined ? {} : { history };
  const picture = svg ? toSvg(definition, options) : toMermaid(definition, options);
  if (out !== undefined) {
    await writeFile(out, picture.endsWith("\n") ? picture : `${picture}\n`);
    print.note(`Wrote ${out}`);
    return;
  }
  await print.result({ format: svg ? "svg" : "mermaid", picture }, () => picture.trimEnd());
}

function executionOf(
  session: Session,
  machine: string | undefined,
  execution: string,
): Promise<Execution> {
  const given = execution === "latest" ? undefined : execution;
  const owner = machine !== undefined && isDefinitionFile(machine) ? undefined : machine;
  return pickExecution(session, { given, machine: owner });
}

/** Of a file, of the app, or as it is registered. */
async function definitionFor(session: Session, machine: string | undefined): Promise<object> {
  if (machine !== undefined && isDefinitionFile(machine)) {
    const text = await readDefinitionFile(machine);
    return (await parseJson(text, machine, "the definition")) as object; // checked where it is drawn
  }
  const { reference, own } = await pickMachine(session, machine);
  if (own !== undefined) return JSON.parse(definitionOf(own.machine).text);
  const stepFunctions = await session.stepFunctions();
  const { definition } = await stepFunctions.describe(reference, { signal: session.signal });
  return definition as object; // as above
}
