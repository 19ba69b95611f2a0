/** Thrown by a service to end the connection without an answer, as a network does. */
export class CutConnection extends Error {
  override readonly name = "CutConnection";
}
