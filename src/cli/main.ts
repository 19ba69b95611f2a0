#!/usr/bin/env node
import { cli } from "./cli.js";
import { packageVersion } from "./program.js";

await cli({ version: packageVersion() }).run();
