import { once, setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { answer } from "./answers.js";
import type { Exchange, Outcome, RecordedRequest, Service } from "./exchange.js";
import {
  type PartitionLimit,
  type PartitionLimitOptions,
  partitionLimit,
} from "./partition-limit.js";
import { createRecorder, noteWriteUnits } from "./recorder.js";
import { respond } from "./respond.js";
import { createRules, type Rule } from "./rules.js";
import { createUpstream } from "./upstream.js";

export interface FaultProxyOptions {
  /** The store, `http://127.0.0.1:PORT`. It must not check signatures, since the Host that they cover is changed. */
  readonly target: string;
  readonly service: Service;
}

export interface FaultProxy {
  /** What to give to the AWS client instead of the target. */
  readonly endpoint: string;
  /** In the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** The most requests that were under way at once, as the clients see it. */
  readonly inFlightMax: number;
  /** Of the bodies of all requests. */
  readonly bytesSent: number;
  /** Adds a rule and returns what removes it. The first rule that matches applies, and every layer. */
  inject(rule: Rule): () => void;
  /** Gives each partition key only so many write units a second, until `reset()` or `remove()`. */
  limitPartition(
    options?: PartitionLimitOptions,
  ): Omit<PartitionLimit, "fault"> & { remove(): void };
  /** Forgets all rules, requests and counts. */
  reset(): void;
  /** Cuts what is open and frees the port. */
  close(): Promise<void>;
}

/** Starts a proxy on loopback that stands between an AWS client and a store, and does what its rules say. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, service } = options;
  const closed = new AbortController();
  setMaxListeners(0, closed.signal); // each request under way may wait for it
  const upstream = createUpstream(target);
  const rules = createRules(service);
  const recorder = createRecorder(service, closed.signal);

  async function store(exchange: Exchange): Promise<Outcome> {
    const outcome = answer(await upstream.forward(exchange));
    noteWriteUnits(exchange.request, outcome);
    return outcome;
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = recorder.record(incoming, response, await buffer(incoming));
    try {
      const outcome = await rules.apply(exchange, store);
      await respond(response, outcome, closed.signal);
    } catch (error) {
      // A store that is gone, or this proxy closing, is a lost connection to the client.
      exchange.request.error = error;
      response.destroy();
    }
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has no other

  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests: recorder.requests,
    get inFlightMax() {
      return recorder.inFlightMax;
    },
    get bytesSent() {
      return recorder.bytesSent;
    },
    inject: (rule) => rules.add(rule),
    limitPartition(limits) {
      const limit = partitionLimit(limits);
      const remove = rules.add({ times: Number.POSITIVE_INFINITY, fault: limit.fault });
      return {
        get partitions() {
          return limit.partitions;
        },
        remove,
      };
    },
    reset() {
      rules.clear();
      recorder.reset();
    },
    async close() {
      if (!server.listening) return;
      closed.abort();
      server.close();
      server.closeAllConnections();
      upstream.close();
      await once(server, "close");
    },
  };
}
