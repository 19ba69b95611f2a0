import type { LocalFunctions } from "../local/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { importModule } from "./import-module.js";
import { existing, imported } from "./load-app.js";

/** The functions of a module: its default export, or its export named `functions`. */
export async function loadFunctions(path: string): Promise<LocalFunctions> {
  const file = await existing(path, "--functions");
  const module = await imported(path, () => importModule(file));
  const functions = module.functions ?? module.default;
  if (typeof functions === "object" && functions !== null) {
    return functions as LocalFunctions; // whatever is no function fails when it is run
  }
  throw new InvalidArgumentError(
    `Expected ${path} to export an object of Lambda handlers by name, as its default or as "functions", got ${describe(functions)}`,
  );
}
