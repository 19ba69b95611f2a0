import type { WireInput } from "../protocol/aws-json.js";
import { word } from "./members.js";

/** Whether a request wants an answer without what an encrypted machine would need its key for. */
export function wantsMetadataOnly(input: WireInput): boolean {
  return word(input, "includedData", ["ALL_DATA", "METADATA_ONLY"]) === "METADATA_ONLY";
}
