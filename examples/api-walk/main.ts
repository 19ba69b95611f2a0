import { SFNClient } from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { walk } from "./walk.js";

await using local = await startLocal();
await walk(new SFNClient(local.clientConfig()), console.log);
