import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { element } from "./xml.js";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An XML document as S3 sends it. */
export function xmlAnswer(root: string, content: string, status = 200): HttpResponse {
  const xmlns = root === "Error" ? "" : ` xmlns="${NAMESPACE}"`;
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${xmlns}>${content}</${root}>`,
  };
}

/** An answer without a body. */
export function emptyAnswer(status = 200, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: "" };
}

/** An error as S3 sends it. */
export function formatS3Error({ status, code, message }: WireException): HttpResponse {
  return xmlAnswer("Error", element("Code", code) + element("Message", message), status);
}

export function notImplemented(what: string): WireException {
  return new WireException(501, "NotImplemented", `The local S3 does not implement ${what}`);
}

export function preconditionFailed(): WireException {
  return new WireException(
    412,
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
  );
}

export function noSuchKey(): WireException {
  return new WireException(404, "NoSuchKey", "The specified key does not exist.");
}

export function malformedXml(): WireException {
  return new WireException(
    400,
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}
