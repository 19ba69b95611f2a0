import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";

/**
 * The part of a whole object that a Range header asks for: `bytes=0-9`, `bytes=10-`, `bytes=-5`. A
 * header that is none is ignored, as HTTP wants. Throws InvalidRange where the object has no such bytes.
 */
export function rangeOf(answer: HttpResponse, range: string, method: string): HttpResponse {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return answer;
  const size = Number(answer.headers["content-length"]);
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || end < start) {
    throw new WireException(416, "InvalidRange", "The requested range is not satisfiable");
  }
  const body = method === "HEAD" ? "" : Buffer.from(answer.body).subarray(start, end + 1);
  return {
    status: 206,
    headers: {
      ...answer.headers,
      "content-length": String(end + 1 - start),
      "content-range": `bytes ${start}-${end}/${size}`,
    },
    body,
  };
}
