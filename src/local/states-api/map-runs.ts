import type { MapRun, Run } from "../engine/index.js";
import type { WireInput } from "../protocol/aws-json.js";
import type { StatesApi } from "./api.js";
import { readArn } from "./arns.js";
import { refuse } from "./exceptions.js";
import { requiredText } from "./members.js";

/** The Map Run that a request names by its ARN, with the run that it is in. Throws InvalidArn, ResourceNotFound. */
export function mapRunIn(
  api: StatesApi,
  input: WireInput,
): { readonly run: Run; readonly mapRun: MapRun } {
  return findMapRun(api, requiredText(input, "mapRunArn", { min: 1, max: 2000 }));
}

/** The Map Run of an ARN. Throws InvalidArn, ResourceNotFound. */
export function findMapRun(api: StatesApi, arn: string) {
  readArn(arn, ["mapRun"]);
  const found = api.engine.findMapRun(arn);
  if (found === undefined) throw refuse.noResource(arn);
  return found;
}
