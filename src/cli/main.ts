#!/usr/bin/env node
import { cli } from "./cli.js";
import { packageVersion } from "./program.js";

// What the SDK says of Node's version, it would say again with every command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

await cli({ version: packageVersion() }).run();
