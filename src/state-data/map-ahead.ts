/**
 * The results of an asynchronous function over a sequence, in its order, with at most `limit` of
 * them under way or waiting to be taken. Stops pulling when the consumer stops.
 */
export async function* mapAhead<A, B>(
  source: AsyncIterable<A> | Iterable<A>,
  limit: number,
  work: (value: A) => Promise<B>,
): AsyncGenerator<B, void, undefined> {
  const iterator = iteratorOf(source);
  const ahead: Promise<B>[] = [];
  let isExhausted = false;
  try {
    for (;;) {
      while (!isExhausted && ahead.length < limit) {
        const next = await iterator.next();
        if (next.done === true) {
          isExhausted = true;
        } else {
          const result = work(next.value);
          // It is awaited in its turn; until then a failure is nobody's unhandled rejection.
          result.catch(() => undefined);
          ahead.push(result);
        }
      }
      const first = ahead.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    if (!isExhausted) await iterator.return?.();
    await Promise.allSettled(ahead);
  }
}

function iteratorOf<A>(source: AsyncIterable<A> | Iterable<A>): AsyncIterator<A> | Iterator<A> {
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
}
