import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "./exchange.js";

/** Gives the client what became of its request. Resolves once all is handed to the connection. */
export async function respond(
  response: ServerResponse,
  outcome: Outcome,
  closing: AbortSignal,
): Promise<void> {
  if (outcome.type === "hang" || response.destroyed) return;
  if (outcome.type === "cut") {
    response.destroy();
    return;
  }
  const { answer, cutAfter, drip } = outcome;
  const bodiless = answer.status === 204 || answer.status === 304 || response.req.method === "HEAD";
  const length = bodiless ? {} : { "content-length": String(answer.body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.flushHeaders();

  const body = answer.body.subarray(0, cutAfter);
  for (const [index, piece] of split(body, drip?.pieces ?? 1).entries()) {
    if (index > 0 && drip !== undefined) await sleep(drip.everyMs, undefined, { signal: closing });
    if (response.destroyed) return;
    await new Promise<void>((written) => response.write(piece, () => written()));
  }
  if (cutAfter === undefined) response.end();
  else response.destroy();
}

/** At most `count` pieces of about the same size, none of them empty. */
function split(body: Buffer, count: number): Buffer[] {
  const size = Math.max(1, Math.ceil(body.length / count));
  const pieces: Buffer[] = [];
  for (let start = 0; start < body.length; start += size) {
    pieces.push(body.subarray(start, start + size));
  }
  return pieces;
}
