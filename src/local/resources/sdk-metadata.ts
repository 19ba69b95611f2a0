import type { JsonValue } from "../../shared/json.js";

/** What optimized integrations tell of the HTTP answer that they had. */
export function sdkMetadata(
  requestId: string,
  length: number,
  more: Readonly<Record<string, string>> = {},
): Record<string, JsonValue> {
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(length),
    Date: new Date().toUTCString(),
    "x-amzn-RequestId": requestId,
    ...more,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value]]),
      ),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
