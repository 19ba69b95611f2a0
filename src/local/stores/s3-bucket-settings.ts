import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { emptyAnswer, malformedXml, xmlAnswer } from "./s3-answers.js";
import type { S3Request } from "./s3-request.js";

interface Setting {
  /** The root element of the document; absent where it is JSON. */
  readonly root?: string;
  readonly putStatus: number;
  readonly missing: readonly [code: string, message: string];
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  lifecycle: {
    root: "LifecycleConfiguration",
    putStatus: 200,
    missing: ["NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"],
  },
  publicAccessBlock: {
    root: "PublicAccessBlockConfiguration",
    putStatus: 200,
    missing: [
      "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found",
    ],
  },
  policy: {
    putStatus: 204,
    missing: ["NoSuchBucketPolicy", "The bucket policy does not exist"],
  },
  ownershipControls: {
    root: "OwnershipControls",
    putStatus: 200,
    missing: ["OwnershipControlsNotFoundError", "The bucket ownership controls were not found"],
  },
  encryption: {
    root: "ServerSideEncryptionConfiguration",
    putStatus: 200,
    missing: [
      "ServerSideEncryptionConfigurationNotFoundError",
      "The server side encryption configuration was not found",
    ],
  },
  tagging: {
    root: "Tagging",
    putStatus: 204,
    missing: ["NoSuchTagSet", "The TagSet does not exist"],
  },
};

/**
 * The settings of buckets that change nothing here: kept, and returned as they were sent. A put
 * replaces the whole document, as on S3.
 */
export class BucketSettings {
  readonly #documents: Map<string, Buffer>;

  /** `documents` are those that were put; what is made of them is kept there. */
  constructor(documents: Map<string, Buffer> = new Map()) {
    this.#documents = documents;
  }

  /** Whether this class answers for a subresource of a bucket. */
  has(subresource: string): boolean {
    return subresource === "versioning" || Object.hasOwn(SETTINGS, subresource);
  }

  handle({ method, bucket, subresource, body }: S3Request): HttpResponse {
    if (subresource === "versioning" && method === "GET") {
      return xmlAnswer("VersioningConfiguration", ""); // as for a bucket that never had versions
    }
    const setting = Object.hasOwn(SETTINGS, subresource) ? SETTINGS[subresource] : undefined;
    const name = `${bucket}?${subresource}`;
    switch (setting === undefined ? undefined : method) {
      case "GET":
        return returned(this.#documents.get(name), setting);
      case "PUT":
        checkDocument(body, setting);
        this.#documents.set(name, body);
        return emptyAnswer(setting?.putStatus);
      case "DELETE":
        this.#documents.delete(name);
        return emptyAnswer(204);
      default:
        throw new WireException(
          405,
          "MethodNotAllowed",
          `The local S3 does not take ${method} for ?${subresource} of a bucket`,
        );
    }
  }

  /** A bucket that is deleted takes its settings along. */
  forget(bucket: string): void {
    for (const subresource of Object.keys(SETTINGS)) {
      this.#documents.delete(`${bucket}?${subresource}`);
    }
  }
}

function returned(document: Buffer | undefined, setting: Setting | undefined): HttpResponse {
  if (document === undefined) {
    const [code, message] = setting?.missing ?? ["NoSuchKey", "The setting does not exist"];
    throw new WireException(404, code, message);
  }
  const type = setting?.root === undefined ? "application/json" : "application/xml";
  return { status: 200, headers: { "content-type": type }, body: document };
}

function checkDocument(body: Buffer, setting: Setting | undefined): void {
  const text = body.toString();
  if (setting?.root !== undefined) {
    const { root } = setting;
    const shape = new RegExp(`^\\s*(?:<\\?xml[^>]*>\\s*)?<${root}[\\s>/][^]*>\\s*$`);
    if (!shape.test(text)) throw malformedXml();
    return;
  }
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new WireException(400, "MalformedPolicy", "Policies must be valid JSON", { cause });
  }
}
