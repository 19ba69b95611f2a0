/** The intrinsic functions of the States Language, each with how many arguments it takes. */
export const INTRINSIC_ARITY = {
  "States.Array": [0, Number.POSITIVE_INFINITY],
  "States.ArrayContains": [2, 2],
  "States.ArrayGetItem": [2, 2],
  "States.ArrayLength": [1, 1],
  "States.ArrayPartition": [2, 2],
  "States.ArrayRange": [3, 3],
  "States.ArrayUnique": [1, 1],
  "States.Base64Decode": [1, 1],
  "States.Base64Encode": [1, 1],
  "States.Format": [1, Number.POSITIVE_INFINITY],
  "States.Hash": [2, 2],
  "States.JsonMerge": [3, 3],
  "States.JsonToString": [1, 1],
  "States.MathAdd": [2, 2],
  "States.MathRandom": [2, 3],
  "States.StringSplit": [2, 2],
  "States.StringToJson": [1, 1],
  "States.UUID": [0, 0],
} as const satisfies Record<string, readonly [least: number, most: number]>;

export type IntrinsicName = keyof typeof INTRINSIC_ARITY;

/** Whether a word is the name of an intrinsic function. */
export function isIntrinsicName(word: string | undefined): word is IntrinsicName {
  return word !== undefined && Object.hasOwn(INTRINSIC_ARITY, word);
}
