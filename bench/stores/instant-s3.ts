import type { Backend } from "./serve.js";

/** As much of S3 as putting and getting objects needs: what was put is given back, unchecked. */
export function createInstantS3(): Backend {
  const objects = new Map<string, Buffer>();
  return {
    answer({ method, path, body }) {
      if (method === "PUT") {
        objects.set(path, body);
        return { status: 200, body: Buffer.alloc(0) };
      }
      const object = objects.get(path);
      return object === undefined
        ? { status: 404, body: Buffer.from("<Error><Code>NoSuchKey</Code></Error>") }
        : { status: 200, body: object, type: "application/octet-stream" };
    },
    empty: () => objects.clear(),
  };
}
