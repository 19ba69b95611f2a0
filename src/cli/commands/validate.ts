import type { Diagnostic } from "../../asl/index.js";
import { InvalidArgumentError } from "../../shared/errors.js";
import { type AddCommand, examples } from "../command.js";
import { isDefinitionFile, readDefinitionFile } from "../definition-file.js";
import { EXIT } from "../exit-codes.js";
import type { Session } from "../session.js";
import { type DefinitionChoice, definitionOf, pickMachine } from "../targets.js";
import { visible } from "../visible.js";

interface Flags {
  readonly express?: boolean;
  readonly remote?: boolean;
}

interface Verdict {
  readonly name: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** `validate`: what Step Functions would find wrong with definitions, without asking it. */
export const addValidate: AddCommand = (parent, run) => {
  parent
    .command("validate")
    .description("find what is wrong with definitions, without asking AWS")
    .argument(
      "[machine...]",
      "names in the app, or files of JSON or YAML (default: all of the app)",
    )
    .option("--express", "files are of EXPRESS state machines")
    .option("--remote", "let Step Functions look at them, too")
    .addHelpText("after", examples("validate --app workflow.ts", "validate state-machine.asl.json"))
    .action(run(validate));
};

async function validate(session: Session, names: readonly string[], flags: Flags): Promise<void> {
  const { print } = session;
  const verdicts: Verdict[] = [];
  for (const choice of await choices(session, names, flags)) {
    const diagnostics = await diagnose(choice);
    const isSound = diagnostics.length === 0;
    if (flags.remote && isSound) await askRemotely(session, choice);
    verdicts.push({ name: choice.name, diagnostics });
  }
  if (
    verdicts.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === "ERROR"))
  ) {
    session.exitCode = EXIT.invalidDefinition;
  }
  await print.result(verdicts, () =>
    verdicts.flatMap((verdict) => tell(session, verdict)).join("\n"),
  );
}

type Choice =
  | DefinitionChoice
  | { readonly name: string; readonly diagnostics: readonly Diagnostic[] };

async function choices(
  session: Session,
  names: readonly string[],
  { express = false }: Flags,
): Promise<Choice[]> {
  if (names.length === 0) {
    const machines = (await session.app())?.stateMachines ?? [];
    if (machines.length > 0) return machines.map(({ machine }) => choose(machine));
    throw new InvalidArgumentError(
      "Expected definitions to validate: files, or an app that has state machines (--app <module>).",
    );
  }
  return Promise.all(
    names.map(async (name): Promise<Choice> => {
      if (isDefinitionFile(name)) {
        const text = await readDefinitionFile(name);
        return { name, type: express ? "EXPRESS" : "STANDARD", text };
      }
      const { own } = await pickMachine(session, name);
      if (own !== undefined) return choose(own.machine);
      throw new InvalidArgumentError(
        `Expected the name of a state machine of the app, or a file that ends in .json, .yaml or .yml, got "${name}".`,
      );
    }),
  );
}

/** A machine of `sfn-task-tools/workflow` says what is wrong with it when it is asked for its definition. */
function choose(machine: Parameters<typeof definitionOf>[0]): Choice {
  try {
    return definitionOf(machine);
  } catch (error) {
    const { diagnostics } = error as { diagnostics?: readonly Diagnostic[] }; // of InvalidDefinitionError
    if (diagnostics === undefined) throw error;
    return { name: machine.name, diagnostics };
  }
}

async function diagnose(choice: Choice): Promise<readonly Diagnostic[]> {
  if ("diagnostics" in choice) return choice.diagnostics;
  const { validateDefinition } = await import("../../asl/index.js");
  return validateDefinition(choice.text, { type: choice.type }).diagnostics;
}

async function askRemotely(session: Session, choice: Choice): Promise<void> {
  if (!("text" in choice)) return;
  const { name, text, type } = choice;
  const stepFunctions = await session.stepFunctions();
  await stepFunctions.validate(
    { name: name.replace(/^.*[\\/]/, "").replace(/\..*$/, ""), definition: text, type },
    { signal: session.signal },
  );
}

function tell({ print }: Session, { name, diagnostics }: Verdict): string[] {
  if (diagnostics.length === 0) return [`${print.style("green", "valid")}  ${visible(name)}`];
  return [
    `${print.style("red", "invalid")}  ${visible(name)}`,
    ...diagnostics.map(({ severity, code, message, location = "" }) => {
      const place = location === "" ? "" : `${location}: `;
      return `  ${severity} ${code}  ${visible(place + message).replaceAll("\n", "\n    ")}`;
    }),
  ];
}
