#!/usr/bin/env node
import { explain } from "./explain.js";
import { program } from "./program.js";

try {
  await program(process).parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
