import { greetings } from "./program.js";

await greetings.run(process.argv.slice(2));
