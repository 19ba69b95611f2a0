import type { JsonValue } from "../../shared/json.js";

/**
 * What an intrinsic function does with the values of its arguments, as many as it takes; undefined
 * means that they do not fit, which most functions answer in the same words.
 *
 * @throws IntrinsicFailure where the service says more.
 */
export type IntrinsicFunction = (args: readonly JsonValue[]) => JsonValue | undefined;
