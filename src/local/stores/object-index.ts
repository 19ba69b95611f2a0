import type { FoundObject } from "./s3rver.js";

/** What is known of an object without reading it. */
export interface ObjectRecord {
  readonly size: number;
  /** In its quotes, as in the ETag header. */
  readonly etag: string;
  readonly lastModified: Date;
}

/**
 * The objects of each bucket, by key. s3rver lists by walking folders: out of S3's order, opening
 * three files an object at once, and failing beyond 1,000 objects on a cipher that OpenSSL 3 removed.
 */
export class ObjectIndex {
  readonly #find: (bucket: string) => Promise<readonly FoundObject[]>;
  readonly #buckets = new Map<string, Promise<Map<string, ObjectRecord>>>();

  constructor(find: (bucket: string) => Promise<readonly FoundObject[]>) {
    this.#find = find;
  }

  /** The objects of a bucket that exists; those that an earlier run left in the folder are found once. */
  objects(bucket: string): Promise<Map<string, ObjectRecord>> {
    let objects = this.#buckets.get(bucket);
    if (objects === undefined) {
      objects = this.#find(bucket).then(toRecords);
      this.#buckets.set(bucket, objects);
      objects.catch(() => this.#buckets.delete(bucket));
    }
    return objects;
  }

  forget(bucket: string): void {
    this.#buckets.delete(bucket);
  }
}

function toRecords(found: readonly FoundObject[]): Map<string, ObjectRecord> {
  return new Map(
    found.map(({ key, size, lastModifiedDate, metadata }) => [
      key,
      { size, etag: metadata.etag, lastModified: lastModifiedDate },
    ]),
  );
}
