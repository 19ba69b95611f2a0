import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { malformedXml, xmlAnswer } from "./s3-answers.js";
import { checkKey } from "./s3-names.js";
import { deleteObject, type S3Engine } from "./s3-objects.js";
import type { S3Request } from "./s3-request.js";
import { element, unescapeXml } from "./xml.js";

/** DeleteObjects: up to 1,000 keys, each with an outcome of its own. s3rver would read the key 007 as 7. */
export async function deleteObjects(engine: S3Engine, request: S3Request): Promise<HttpResponse> {
  const xml = request.body.toString();
  const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => unescapeXml(key));
  if (!/<Delete[\s>]/.test(xml) || keys.length === 0 || keys.length > 1_000) throw malformedXml();
  const quiet = /<Quiet>\s*true\s*<\/Quiet>/i.test(xml);
  const { bucket } = request;
  const outcomes = await engine.locks.exclusive(bucket, async () => {
    const all: string[] = [];
    for (const key of keys) all.push(await outcome(engine, bucket, key, quiet));
    return all;
  });
  return xmlAnswer("DeleteResult", outcomes.join(""));
}

async function outcome(
  engine: S3Engine,
  bucket: string,
  key: string,
  quiet: boolean,
): Promise<string> {
  try {
    checkKey(key);
    await deleteObject(engine, { bucket, key });
    return quiet ? "" : `<Deleted>${element("Key", key)}</Deleted>`;
  } catch (error) {
    if (!(error instanceof WireException)) throw error;
    const { code, message } = error;
    return `<Error>${element("Key", key)}${element("Code", code)}${element("Message", message)}</Error>`;
  }
}
