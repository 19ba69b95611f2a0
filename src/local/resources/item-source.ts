import {
  type ItemSource,
  parseTaskResource,
  type ReaderRequest,
  type SourceItem,
} from "../engine/index.js";
import { entryOf, FORMATS, type FormatConfig, rowsOf } from "./items/formats.js";
import { readAthenaManifest, readInventory } from "./items/manifests.js";
import { listedObjects } from "./items/object-list.js";
import { type ObjectParameters, objectText } from "./items/object-text.js";
import { asUnreadable, unreadable } from "./items/unreadable.js";
import type { CallS3 } from "./s3-client.js";

/** Reads the items of distributed Maps from S3, as they are asked for: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html. */
export function itemSource(call: CallS3): ItemSource {
  return async function* (request, skip, signal) {
    const most = request.maxItems === 0 ? Number.POSITIVE_INFINITY : request.maxItems;
    let taken = 0;
    try {
      if (request.maxItems < 0) throw unreadable("field MaxItems must be positive");
      if (skip >= most) return;
      for await (const item of itemsOf({ call, request, signal })) {
        taken += 1;
        if (taken > skip) yield item;
        if (taken >= most) return;
      }
    } catch (error) {
      throw asUnreadable(error);
    }
  };
}

interface Reading {
  readonly call: CallS3;
  readonly request: ReaderRequest;
  readonly signal: AbortSignal;
}

interface ReaderConfig extends FormatConfig {
  readonly InputType?: string;
  readonly ManifestType?: string;
  readonly Transformation?: string;
}

type Items = AsyncGenerator<SourceItem, void, undefined>;

function itemsOf(reading: Reading): Items {
  const resource = parseTaskResource(reading.request.resource);
  const action = resource?.kind === "integration" ? resource.action : "";
  const config = reading.request.config as ReaderConfig; // validated
  const parameters = reading.request.parameters as ObjectParameters; // as S3 takes them, or refuses
  if (action === "listObjectsV2") {
    return config.Transformation === "LOAD_AND_FLATTEN"
      ? loaded(reading, config, parameters)
      : listed(reading, parameters);
  }
  if (config.ManifestType === "ATHENA_DATA") return athena(reading, config, parameters);
  const isInventory = config.ManifestType === "S3_INVENTORY" || config.InputType === "MANIFEST";
  return isInventory ? inventory(reading, parameters) : read(reading, config, parameters);
}

/** The items in one object. */
async function* read(reading: Reading, config: ReaderConfig, object: ObjectParameters): Items {
  const { InputType = "JSON" } = config;
  const format = FORMATS[InputType];
  if (format === undefined) throw unreadable(`The local engine reads no ${InputType}`);
  const source = addressOf(object);
  for await (const item of format(textOf(reading, object), config)) yield { ...item, source };
}

/** What ListObjectsV2 tells of objects. */
async function* listed({ call, signal }: Reading, parameters: ObjectParameters): Items {
  const source = `S3://${parameters.Bucket}`;
  for await (const value of listedObjects(call, parameters, signal)) yield { value, source };
}

/** The items in the objects that ListObjectsV2 lists; what the console makes for a folder has none. */
async function* loaded(
  reading: Reading,
  config: ReaderConfig,
  parameters: ObjectParameters,
): Items {
  const { Bucket, ExpectedBucketOwner } = parameters;
  const owner = ExpectedBucketOwner === undefined ? {} : { ExpectedBucketOwner };
  for await (const { Key, Size } of listedObjects(reading.call, parameters, reading.signal)) {
    if (Size === 0 && Key.endsWith("/")) continue;
    yield* read(reading, config, { ...owner, Bucket: Bucket ?? "", Key });
  }
}

async function* athena(reading: Reading, config: ReaderConfig, manifest: ObjectParameters): Items {
  for await (const object of readAthenaManifest(textOf(reading, manifest))) {
    yield* read(reading, config, object);
  }
}

async function* inventory(reading: Reading, manifest: ObjectParameters): Items {
  let text = "";
  for await (const piece of textOf(reading, manifest)) text += piece;
  const { columns, files } = readInventory(text, manifest);
  for (const file of files) {
    const source = addressOf(file);
    for await (const row of rowsOf(textOf(reading, file), ",")) {
      yield { value: entryOf(columns, row), source };
    }
  }
}

function textOf({ call, signal }: Reading, object: ObjectParameters) {
  return objectText(call, object, signal);
}

function addressOf({ Bucket, Key }: ObjectParameters): string {
  return `S3://${Bucket}/${Key}`;
}
