import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";

export interface FakeStore {
  readonly target: string;
  /** What took effect, in order: `PutItem`, `PUT /bucket/key`. */
  readonly effects: readonly string[];
  /** Of the connections that were opened to it. */
  readonly connections: number;
  close(): Promise<void>;
}

/** The text that every GetItem and GetObject gives. */
export const content = "0123456789".repeat(20);

/** Answers every DynamoDB and S3 request with success, by a table and no state. */
export async function startFakeStore(): Promise<FakeStore> {
  const effects: string[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    const target = request.headers["x-amz-target"];
    const [path = ""] = (request.url ?? "").split("?");
    effects.push(target === undefined ? `${request.method} ${path}` : nameOf(target));
    const answer = Buffer.from(
      target === undefined ? s3Answer(request.method) : JSON.stringify(dynamodbAnswer(body)),
    );
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(answer));
    response.writeHead(200, {
      "content-length": answer.length,
      "x-amz-crc32": String(crc32(answer)),
      "x-amz-checksum-crc32": checksum.toString("base64"),
      "x-host": request.headers.host,
      etag: '"etag"',
    });
    response.end(answer);
  });
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has no other
  return {
    target: `http://127.0.0.1:${port}`,
    effects,
    get connections() {
      return connections;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function nameOf(target: string | string[]): string {
  return String(target).split(".").at(-1) ?? "";
}

function s3Answer(method: string | undefined): string {
  return method === "GET" ? content : "";
}

function dynamodbAnswer(body: string): object {
  const wantsCapacity = body.includes("ReturnConsumedCapacity");
  return {
    Item: { data: { S: content } },
    UnprocessedItems: {},
    ...(wantsCapacity && { ConsumedCapacity: { TableName: "T", CapacityUnits: 7 } }),
  };
}
