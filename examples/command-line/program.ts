// #region program
import { cli } from "sfn-task-tools/cli";
import app from "./workflow.js";

/** `greetings start input.json --wait`, and every other command, over this app alone. */
export const greetings = cli({ ...app, name: "greetings", version: "1.0.0" });
// #endregion program
