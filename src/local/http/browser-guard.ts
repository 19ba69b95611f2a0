import type { IncomingHttpHeaders } from "node:http";
import { WireException } from "./wire-exception.js";

/**
 * Refuses what a web page could send to a server on loopback. A page can reach any port of this
 * machine: directly (it then carries Origin or Sec-Fetch-Site), or by a name of its own that it lets
 * point here (DNS rebinding: the Host header then carries that name).
 */
export function refuseBrowsers(
  method: string,
  headers: IncomingHttpHeaders,
  allowedHosts: ReadonlySet<string>,
): void {
  const host = hostName(headers.host ?? "");
  if (host === undefined || !(isLoopback(host) || allowedHosts.has(host))) {
    throw new WireException(
      403,
      "AccessDenied",
      `Expected the Host header to name this machine (127.0.0.1, localhost) or a host of the "allowedHosts" option, got ${JSON.stringify(headers.host ?? "")}`,
    );
  }
  const site = headers["sec-fetch-site"];
  const fromPage = site !== undefined && site !== "none"; // none: an address that a person typed
  if (headers.origin !== undefined || fromPage || method === "OPTIONS") {
    throw new WireException(
      403,
      "AccessDenied",
      "This server does not answer web pages: call it from a program, without an Origin header",
    );
  }
}

/** The name in a Host header, in lower case, without port and brackets; undefined when malformed. */
export function hostName(header: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}

/** Whether a name or address always means this machine, whoever resolves it. */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host === "::1" ||
    // Resolvers keep names below localhost on the machine itself: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
    host.endsWith(".localhost") ||
    /^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)
  );
}
