/** Thrown where a state would work on more data than it may have; ends the run. */
export class DataTooLarge extends Error {
  override readonly name = "DataTooLarge";
}
