/**
 * Buffers to read overflow objects into, used again once their data is decoded. Without it each
 * object leaves a large buffer behind that has lived long enough to wait for a full collection.
 */
export interface BufferPool {
  /** A buffer of just so many bytes, with whatever was in it. */
  take(bytes: number): Buffer;
  /** Gives a buffer back; nobody may look at it any more. */
  give(buffer: Uint8Array): void;
}

/** @param most buffers that are kept. */
export function createBufferPool(most: number): BufferPool {
  const free: ArrayBufferLike[] = [];
  return {
    take(bytes) {
      // One of about the size: a large buffer is not bound to a small object.
      const index = free.findIndex(
        ({ byteLength }) => byteLength >= bytes && byteLength <= bytes * 2,
      );
      const [memory] = index === -1 ? [] : free.splice(index, 1);
      // A sixteenth more, so that the next object, a little larger, fits as well.
      return Buffer.from(memory ?? new ArrayBuffer(Math.ceil(bytes * 1.0625)), 0, bytes);
    },
    give(buffer) {
      if (free.length >= most) free.shift();
      free.push(buffer.buffer);
    },
  };
}

/** Takes fresh memory each time: for single objects. */
export const noPool: BufferPool = {
  take: (bytes) => Buffer.allocUnsafeSlow(bytes),
  give: () => undefined,
};
