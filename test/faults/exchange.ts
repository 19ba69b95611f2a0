/** One request on its way through the proxy, and what can become of it. */
import type { JsonObject } from "./json.js";

export type Service = "dynamodb" | "s3";

/** What is kept of a request for the test to look at. Times are `performance.now()`. */
export interface RecordedRequest {
  /** Position in the order of arrival, from 0. */
  readonly index: number;
  /** The API's name of it: `BatchWriteItem`, `GetObject`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body of a DynamoDB request. */
  readonly input?: JsonObject;
  /** Of an S3 request. */
  readonly bucket?: string;
  readonly key?: string;
  /** Of the body, as the client sent it. */
  readonly bytes: number;
  readonly started: number;
  /** When the last byte of the answer was out, or the connection gone. */
  ended?: number;
  /** Of the answer the client got; none when it got none. */
  status?: number;
  /** The names of the faults applied, the outermost first. */
  readonly faults: string[];
  /** Write units that the store said it took, where the client asked with ReturnConsumedCapacity. */
  writeUnits?: number;
  /** Why the proxy could not go on, such as a store that does not answer. */
  error?: unknown;
}

/** A request as a fault sees it: an earlier fault may have changed its body. */
export interface Exchange {
  readonly service: Service;
  readonly request: RecordedRequest;
  readonly body: Buffer;
  /** The parsed body of a DynamoDB request. */
  readonly input?: JsonObject;
  /** Aborts when the proxy closes, not when the client gives up: what is under way still reaches the store. */
  readonly closing: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export type Outcome =
  | {
      readonly type: "answer";
      readonly answer: Answer;
      /** Cut the connection after so many bytes of the body. */
      readonly cutAfter?: number;
      readonly drip?: { readonly pieces: number; readonly everyMs: number };
    }
  /** Destroy the connection without an answer. */
  | { readonly type: "cut" }
  /** Leave the client waiting. */
  | { readonly type: "hang" };

/** Passes the exchange on to what is behind, in the end the store. */
export type Next = (exchange: Exchange) => Promise<Outcome>;

export interface Fault {
  readonly name: string;
  /** The only service it makes sense for; either when absent. */
  readonly service?: Service;
  /** True when another rule may apply to the same request as well. */
  readonly layer?: boolean;
  apply(exchange: Exchange, next: Next): Promise<Outcome>;
}
