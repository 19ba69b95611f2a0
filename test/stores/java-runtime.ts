import { execFile } from "node:child_process";

/** DynamoDB Local 3 is compiled for Java 17. */
const oldest = 17;

/** Says why Java cannot be used, or undefined when `java` is on the path and recent enough. */
export function missingJava(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("java", ["-version"], { timeout: 3_000 }, (error, _stdout, stderr) => {
      if (error !== null)
        return resolve(`"java -version" does not run (${error.code ?? "silent"})`);
      const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1]);
      resolve(version >= oldest ? undefined : `Java ${oldest} or later is needed, got: ${stderr}`);
    });
  });
}
