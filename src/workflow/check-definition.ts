import { type Diagnostic, validateDefinition } from "../asl/index.js";

/**
 * What Step Functions would find wrong in a definition. Placeholders in resources, such as
 * `${CollectFunctionArn}`, are taken for what a deployment will put there.
 */
export function checkDefinition(text: string, type: "STANDARD" | "EXPRESS"): readonly Diagnostic[] {
  return validateDefinition(text.includes("${") ? withoutPlaceholders(text) : text, { type })
    .diagnostics;
}

const ANY_ARN = "arn:aws:lambda:us-east-1:123456789012:function:any";

function withoutPlaceholders(text: string): string {
  const document: unknown = JSON.parse(text, (field, value) => {
    if (field !== "Resource" || typeof value !== "string") return value;
    return /^\$\{[^}]*\}$/.test(value) ? ANY_ARN : value.replace(/\$\{[^}]*\}/g, "any");
  });
  return JSON.stringify(document);
}
