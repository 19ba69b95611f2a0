import { Agent, request } from "node:http";
import { rawBytes } from "../functional/local/raw-request.js";
import type { Hostile } from "./requests.js";

/** What an answer did wrong, with what was sent. */
export interface Fault {
  readonly at: number;
  readonly sent: Hostile;
  readonly what: string;
}

/** Requests under way at a time. */
const WIDTH = 32;

/** Beyond this a request counts as hanging: the longest that one hostile expression may take is 3 s. */
const PATIENCE_MS = 20_000;

/** Sends all requests, many at a time, and tells which were not answered as AWS answers. */
export async function attack(endpoint: string, requests: readonly Hostile[]): Promise<Fault[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
  const faults: Fault[] = [];
  const queue = requests.entries();
  async function work(): Promise<void> {
    for (const [at, sent] of queue) {
      const what = await judge(endpoint, sent, agent);
      if (what !== undefined) faults.push({ at, sent, what });
    }
  }
  await Promise.all(Array.from({ length: WIDTH }, work));
  agent.destroy();
  return faults;
}

async function judge(endpoint: string, sent: Hostile, agent: Agent): Promise<string | undefined> {
  if (sent.kind === "bytes") {
    const answer = await rawBytes(endpoint, sent.bytes, 50);
    return /^(?:HTTP\/1\.1 [24]\d\d |$)/.test(answer) ? undefined : `answered ${answer}`;
  }
  try {
    return faultOf(sent, await answerOf(endpoint, sent, agent));
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function faultOf({ method }: { method: string }, { status, body }: Answer): string | undefined {
  const told = `answered ${status} ${body.slice(0, 500)}`;
  if (body.includes("The local engine failed")) return told;
  if (status === 200 || method === "HEAD") return undefined;
  if (status < 400 || status > 499) return told;
  return isAwsError(body) ? undefined : told;
}

/** `{ "__type": …, "message": … }`; a member that is no text would break a client's deserialiser. */
function isAwsError(body: string): boolean {
  try {
    const { __type, message } = JSON.parse(body) as { __type?: unknown; message?: unknown };
    return typeof __type === "string" && typeof message === "string";
  } catch {
    return false;
  }
}

function answerOf(
  endpoint: string,
  { method, path, headers, body }: Extract<Hostile, { kind: "http" }>,
  agent: Agent,
): Promise<Answer> {
  const { hostname, port } = new URL(endpoint);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve, reject) => {
    // Node frames no body of a DELETE or GET by itself, and the next request would begin within it.
    const framed = { ...headers, "content-length": Buffer.byteLength(body) };
    const options = { hostname, port, method, path, headers: framed, agent, signal };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
