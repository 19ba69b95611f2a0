import { rowsOf } from "./formats.js";
import type { ObjectParameters } from "./object-text.js";
import { unreadable } from "./unreadable.js";

/** What S3 Inventory says of its files: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html. */
export interface Inventory {
  readonly columns: readonly string[];
  readonly files: readonly ObjectParameters[];
}

/** Reads the manifest of an inventory; its files are in the bucket that it names, else beside it. */
export function readInventory(text: string, { Bucket }: ObjectParameters): Inventory {
  const manifest = JSON.parse(text) as {
    destinationBucket?: string;
    fileFormat?: string;
    fileSchema?: string;
    files?: readonly { key?: string }[];
  }; // looked at below
  const { destinationBucket = "", fileFormat, fileSchema, files } = manifest;
  if (fileSchema === undefined || files === undefined) {
    throw unreadable("The manifest has no fileSchema and files, as that of an S3 inventory has.");
  }
  if (fileFormat !== "CSV") {
    throw unreadable(`The inventory must be of the format CSV, and is of ${fileFormat}.`);
  }
  const named = destinationBucket.replace(/^arn:[^:]*:s3:::/, "");
  return {
    columns: fileSchema.split(",").map((column) => column.trim()),
    files: files.map(({ key = "" }) => ({ Bucket: named || (Bucket ?? ""), Key: key })),
  };
}

/** The objects that the manifest of an Athena UNLOAD lists: one address a line. */
export async function* readAthenaManifest(
  pieces: AsyncIterable<string>,
): AsyncGenerator<ObjectParameters, void, undefined> {
  for await (const [address = ""] of rowsOf(pieces, ",")) {
    if (address.trim() === "") continue;
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(address.trim()) ?? [];
    if (bucket === undefined || key === undefined) {
      throw unreadable(
        `Expected the Athena manifest to list addresses like s3://bucket/key, got "${address}"`,
      );
    }
    yield { Bucket: bucket, Key: key };
  }
}
