import { Readable } from "node:stream";
import type { JsonValue } from "../../shared/json.js";
import type { ItemSource } from "../engine/index.js";
import { itemSource } from "./item-source.js";

/** Reads items as from S3, out of what an object there would hold, or a JSON list of what it would list. */
export function itemsIn(data: string): ItemSource {
  return itemSource(async (operation): Promise<Readonly<Record<string, unknown>>> => {
    if (operation === "ListObjectsV2") {
      return { Contents: (JSON.parse(data) as JsonValue[]).map(listed) };
    }
    return { Body: Readable.from([Buffer.from(data)]) };
  });
}

/** An object as the SDK lists it. */
function listed(item: JsonValue) {
  const { LastModified, Etag, ...rest } = item as Readonly<Record<string, JsonValue>>; // an item of a listing
  return {
    ...rest,
    ETag: Etag,
    ...(typeof LastModified === "number" ? { LastModified: new Date(LastModified * 1000) } : {}),
  };
}
