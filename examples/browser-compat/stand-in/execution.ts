import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

const ACCOUNT = "us-east-1:123456789012";

export type Ending =
  | { readonly status: "SUCCEEDED" }
  | {
      readonly status: "FAILED" | "ABORTED";
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    };

/** What the service knows of one execution. It ends once; what is said of its end later is not heard. */
export class Execution {
  readonly name = `run-${Date.now().toString(36)}`;
  readonly startDate = new Date();
  readonly arn: string;
  readonly stateMachine: { readonly name: string; readonly arn: string };
  #ending: Ending | undefined;

  constructor(stateMachineName: string) {
    this.arn = `arn:aws:states:${ACCOUNT}:execution:${stateMachineName}:${this.name}`;
    this.stateMachine = {
      name: stateMachineName,
      arn: `arn:aws:states:${ACCOUNT}:stateMachine:${stateMachineName}`,
    };
  }

  get status() {
    return this.#ending?.status ?? "RUNNING";
  }

  end(ending: Ending): Ending {
    this.#ending ??= ending;
    return this.#ending;
  }
}

/** Serves what `stopExecution` asks of Step Functions, for one execution. The url goes into AWS_ENDPOINT_URL_SFN. */
export async function serveExecution(execution: Execution) {
  const server = createServer((request, response) => void answer(execution, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(execution: Execution, request: IncomingMessage, response: ServerResponse) {
  const input = (await json(request)) as { executionArn?: string; error?: string; cause?: string };
  const operation = String(request.headers["x-amz-target"]).replace("AWSStepFunctions.", "");
  if (input.executionArn !== execution.arn) return send(400, { __type: "ExecutionDoesNotExist" });
  if (operation === "DescribeExecution") return send(200, { status: execution.status });
  if (operation !== "StopExecution") return send(400, { __type: "UnknownOperationException" });
  execution.end({ status: "ABORTED", error: input.error, cause: input.cause });
  return send(200, { stopDate: Date.now() / 1_000 });

  function send(status: number, body: object) {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(body));
  }
}
