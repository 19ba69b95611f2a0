import type { Terminal } from "./terminal.js";

const SECRETS = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"];

/** A text that may come from anywhere, without the secrets that this process was given. */
export function withoutSecrets(text: string, env: Terminal["env"]): string {
  return SECRETS.flatMap((name) => env[name] ?? [])
    .filter((secret) => secret.length >= 8)
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, "…"), text);
}
