import type { HttpRequest, HttpResponse, HttpService } from "../http/listener.js";

/** A BatchWriteItem as it is sent, and its answer: changes by table. */
interface Batch {
  readonly RequestItems: Readonly<Record<string, readonly unknown[]>>;
}

/** Passes half of a batch's changes on, and answers that the others were not processed. */
export async function processHalf(
  request: HttpRequest,
  service: HttpService,
): Promise<HttpResponse> {
  const batch = JSON.parse(request.body.toString()) as Batch; // a client of the SDK has written it
  const [taken, rest] = [part(batch, 0, 0.5), part(batch, 0.5, 1)];
  if (Object.keys(taken).length === 0) return unprocessed(rest, {});
  const body = Buffer.from(JSON.stringify({ ...batch, RequestItems: taken }));
  const answer = await service.handle({ ...request, body });
  if (answer.status !== 200) return answer;
  return unprocessed(rest, JSON.parse(answer.body.toString()) as object); // DynamoDB's own answer
}

function unprocessed(rest: Batch["RequestItems"], answer: object): HttpResponse {
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify({ ...answer, UnprocessedItems: rest }),
  };
}

/** The changes between two shares of each table's, without the tables that have none. */
function part({ RequestItems }: Batch, from: number, to: number): Batch["RequestItems"] {
  const at = (changes: readonly unknown[], share: number) => Math.floor(changes.length * share);
  return Object.fromEntries(
    Object.entries(RequestItems)
      .map(
        ([table, changes]) => [table, changes.slice(at(changes, from), at(changes, to))] as const,
      )
      .filter(([, changes]) => changes.length > 0),
  );
}
