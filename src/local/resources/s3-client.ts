import { importOptionalPackage } from "../optional-package.js";

/** Calls an operation of S3 by the name of its command's class, less `Command`. Rejects with the SDK's errors. */
export type CallS3 = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<Readonly<Record<string, unknown>>>;

interface S3Module {
  readonly S3Client: new (
    config: object,
  ) => {
    send(command: object, options: object): Promise<Readonly<Record<string, unknown>>>;
  };
  readonly [command: string]: unknown;
}

/** S3 by the AWS SDK, which is loaded when it is first called. */
export function s3Caller(config: () => object): CallS3 {
  let client: InstanceType<S3Module["S3Client"]> | undefined;
  return async (operation, input, signal) => {
    const sdk = (await importOptionalPackage("@aws-sdk/client-s3")) as S3Module; // the package of that name
    const Command = sdk[`${operation}Command`] as (new (input: object) => object) | undefined; // its naming
    if (Command === undefined) throw new Error(`S3 has no operation "${operation}"`);
    client ??= new sdk.S3Client({ ...config(), forcePathStyle: true, maxAttempts: 1 });
    return client.send(new Command(input), { abortSignal: signal });
  };
}
