import type { IncomingMessage } from "node:http";
import { WireException } from "./wire-exception.js";

/**
 * Reads a request's body: a 413 as soon as it is known to pass the limit, an error when it is cut.
 * `begin` is called once the declared length is found to be acceptable.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  begin: () => void,
): Promise<Buffer> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  begin();
  const chunks: Buffer[] = [];
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.removeAllListeners("data");
        reject(tooLarge(maxBytes));
      } else {
        chunks.push(chunk);
      }
    });
    request.once("end", resolve);
    request.once("error", reject);
    request.once("close", () => reject(new Error("The connection was cut")));
  });
  return Buffer.concat(chunks, bytes);
}

function tooLarge(maxBytes: number): WireException {
  return new WireException(
    413,
    "EntityTooLarge",
    `The request is larger than the ${maxBytes} bytes that this store accepts`,
  );
}
