import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { startLocal } from "sfn-task-tools/local";
import { alternate, medianRatio, medianTook, type Took, timed } from "../measure.js";
import { countingLoop } from "./workloads.js";

/** Its one argument, as JSON. */
export interface CrowdOrder {
  readonly executions: number;
  readonly transitions: number;
  readonly rounds: number;
}

export interface CrowdFigures {
  /** Until all executions have ended. */
  readonly engine: Took;
  /** A server that answers the same requests with nothing behind it. */
  readonly bare: Took;
  readonly ratio: Took;
}

const SOCKETS = 50;

/** Many executions started at once over HTTP, in a process that is client and server. */
async function crowd({ executions, transitions, rounds }: CrowdOrder): Promise<CrowdFigures> {
  let ended = 0;
  const count = () => {
    ended += 1;
  };
  const local = await startLocal({ functions: { count } });
  const bare = createServer((message, answer) => {
    message.on("data", () => {}).on("end", () => answer.end("{}"));
  }).listen(0, "127.0.0.1");
  await once(bare, "listening");
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`; // listening on TCP

  const { definition, input } = countingLoop(transitions);
  const { States, ...rest } = definition as { States: Record<string, object> }; // as it is made
  const Done = {
    Type: "Task",
    Resource: "arn:aws:lambda:us-east-1:123456789012:function:count",
    End: true,
  };
  const { stateMachineArn } = await call(local.endpoint, "CreateStateMachine", {
    name: "crowd",
    definition: JSON.stringify({ ...rest, States: { ...States, Done } }),
    roleArn: "arn:aws:iam::123456789012:role/bench",
  });
  const startAll = (url: string) =>
    Promise.all(
      Array.from({ length: executions }, () =>
        call(url, "StartExecution", { stateMachineArn, input: JSON.stringify(input) }),
      ),
    );

  async function engineRound(): Promise<Took> {
    ended = 0;
    const { took } = await timed(async () => {
      await startAll(local.endpoint);
      while (ended < executions) await new Promise((resolve) => setTimeout(resolve, 2));
    });
    return took;
  }
  const bareRound = async () => (await timed(() => startAll(bareUrl))).took;

  await alternate(2, engineRound, bareRound);
  const { ones, others } = await alternate(rounds, engineRound, bareRound);
  return {
    engine: medianTook(ones),
    bare: medianTook(others),
    ratio: medianRatio(ones, others),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });

/** One call as any client makes it, without an SDK's own time. */
function call(url: string, operation: string, input: object): Promise<Record<string, unknown>> {
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `AWSStepFunctions.${operation}`,
  };
  return new Promise((resolve, reject) => {
    request(url, { method: "POST", headers, agent }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      if (response.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(text));
    })
      .on("error", reject)
      .end(JSON.stringify(input));
  });
}

console.log(JSON.stringify(await crowd(JSON.parse(process.argv[2] ?? ""))));
process.exit(0);
