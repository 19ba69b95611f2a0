import { SfnTaskToolsError } from "../../shared/errors.js";

/** The folder in which the local engine keeps its data cannot be used. */
export class LocalDataError extends SfnTaskToolsError {
  override readonly name = "LocalDataError";
  readonly directory: string;
  /** The record that cannot be read, where it is one. */
  readonly key: string | undefined;

  constructor(message: string, directory: string, options: { key?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.directory = directory;
    this.key = options.key;
  }
}
