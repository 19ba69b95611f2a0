import { describe, InvalidArgumentError } from "../shared/errors.js";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
export function checkTableName(name: unknown): string {
  if (typeof name === "string" && /^[a-zA-Z0-9_.-]{3,255}$/.test(name)) return name;
  throw new InvalidArgumentError(
    `Expected the "table" option to be 3 to 255 of a-z, A-Z, 0-9, "_", "-" and ".", got ${describe(name)}.`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkBucketName(name: unknown): string {
  const rule =
    typeof name === "string" ? RULES.find(({ breaks }) => breaks.test(name)) : SHAPE_RULE;
  if (rule === undefined) return name as string; // no rule would be undefined for anything else
  throw new InvalidArgumentError(
    `Expected the "bucket" option to be the name of a general purpose bucket, ${rule.says}, got ${describe(name)}.`,
  );
}

const SHAPE_RULE = {
  says: 'of 3 to 63 of a-z, 0-9, "-" and ".", with a letter or digit at both ends',
  breaks: /^(?![a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$)/,
};

const RULES = [
  SHAPE_RULE,
  { says: "without two periods side by side", breaks: /\.\./ },
  { says: "not shaped as an IP address", breaks: /^\d+\.\d+\.\d+\.\d+$/ },
  {
    says: "without a prefix that AWS keeps for itself (xn--, sthree-, amzn-s3-demo-)",
    breaks: /^(?:xn--|sthree-|amzn-s3-demo-)/,
  },
  {
    says: "without a suffix that AWS keeps for itself (-s3alias, --ol-s3, .mrap, --x-s3, --table-s3)",
    breaks: /(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/,
  },
];
