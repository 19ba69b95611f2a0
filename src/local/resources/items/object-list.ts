import type { JsonValue } from "../../../shared/json.js";
import type { CallS3 } from "../s3-client.js";

/** An object, as ListObjectsV2 tells of it and a Map gets it. */
export interface ListedObject extends Readonly<Record<string, JsonValue>> {
  readonly Etag: string;
  readonly LastModified: number;
  readonly Key: string;
  readonly Size: number;
  readonly StorageClass: string;
}

/** The objects that ListObjectsV2 lists, page by page. */
export async function* listedObjects(
  call: CallS3,
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): AsyncGenerator<ListedObject, void, undefined> {
  let token: string | undefined;
  do {
    const input = { ...parameters, ContinuationToken: token };
    const page = (await call("ListObjectsV2", input, signal)) as Page; // the operation's output
    for (const { ETag, LastModified, Key, Size, StorageClass } of page.Contents ?? []) {
      yield {
        Etag: ETag ?? "",
        LastModified: (LastModified?.getTime() ?? 0) / 1000,
        Key: Key ?? "",
        Size: Size ?? 0,
        StorageClass: StorageClass ?? "STANDARD",
      };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

interface Page {
  readonly Contents?: readonly {
    readonly ETag?: string;
    readonly LastModified?: Date;
    readonly Key?: string;
    readonly Size?: number;
    readonly StorageClass?: string;
  }[];
  readonly NextContinuationToken?: string;
}
