import { get, type RequestOptions } from "node:http";

const answerWithinMs = 800;

/** Says why no Docker engine can be used, or undefined when one answers on `DOCKER_HOST` or its usual socket. */
export async function missingEngine(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const host = env.DOCKER_HOST || "unix:///var/run/docker.sock";
  const address = addressOf(host);
  if (address === undefined) return `DOCKER_HOST is "${host}", expected unix:// or tcp://`;
  const failure = await ping(address);
  return failure && `no Docker engine answers on ${host} (${failure})`;
}

function addressOf(host: string): RequestOptions | undefined {
  if (!URL.canParse(host)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(host);
  if (protocol === "unix:") return { socketPath: pathname };
  if (protocol === "tcp:" || protocol === "http:") return { host: hostname, port: port || 2375 };
  return undefined;
}

function ping(address: RequestOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(answerWithinMs);
    const request = get({ ...address, path: "/_ping", agent: false, signal }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `HTTP ${response.statusCode}`);
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      resolve(signal.aborted ? `silent for ${answerWithinMs} ms` : (error.code ?? error.message));
    });
  });
}
