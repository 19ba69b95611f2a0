import type { Service } from "./exchange.js";

export interface Operation {
  readonly operation: string;
  readonly bucket?: string;
  readonly key?: string;
}

/** The API's name of a request, and for S3 what it is about. Path-style addresses only. */
export function operationOf(
  service: Service,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Operation {
  if (service === "dynamodb") {
    return { operation: headers["x-amz-target"]?.split(".").at(-1) ?? "unknown" };
  }
  const [address = "", query = ""] = path.split("?", 2);
  const [bucket = "", ...rest] = address.slice(1).split("/").map(decodeURIComponent);
  const key = rest.join("/");
  const parameters = new URLSearchParams(query);
  const named = parameters.get("x-id");
  const level = key !== "" ? "object" : bucket !== "" ? "bucket" : "service";
  const detail = subresources.find((name) => parameters.has(name));
  const copies = headers["x-amz-copy-source"] === undefined ? "" : " copy";
  const line = [method, level, detail].filter(Boolean).join(" ") + copies;
  return {
    operation: named ?? operations[line] ?? line,
    ...(bucket !== "" && { bucket }),
    ...(key !== "" && { key }),
  };
}

const subresources = [
  "delete",
  "lifecycle",
  "list-type",
  "location",
  "publicAccessBlock",
  "uploads",
  "uploadId",
];

const operations: Readonly<Record<string, string>> = {
  "GET service": "ListBuckets",
  "PUT bucket": "CreateBucket",
  "HEAD bucket": "HeadBucket",
  "DELETE bucket": "DeleteBucket",
  "GET bucket": "ListObjects",
  "GET bucket list-type": "ListObjectsV2",
  "GET bucket location": "GetBucketLocation",
  "POST bucket delete": "DeleteObjects",
  "GET bucket lifecycle": "GetBucketLifecycleConfiguration",
  "PUT bucket lifecycle": "PutBucketLifecycleConfiguration",
  "DELETE bucket lifecycle": "DeleteBucketLifecycle",
  "GET bucket publicAccessBlock": "GetPublicAccessBlock",
  "PUT bucket publicAccessBlock": "PutPublicAccessBlock",
  "DELETE bucket publicAccessBlock": "DeletePublicAccessBlock",
  "GET object": "GetObject",
  "HEAD object": "HeadObject",
  "PUT object": "PutObject",
  "PUT object copy": "CopyObject",
  "DELETE object": "DeleteObject",
  "POST object uploads": "CreateMultipartUpload",
  "PUT object uploadId": "UploadPart",
  "POST object uploadId": "CompleteMultipartUpload",
  "DELETE object uploadId": "AbortMultipartUpload",
};
