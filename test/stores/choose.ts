import { type StoresKind, storesKinds } from "./kinds.js";
import { missing } from "./missing.js";

/**
 * The kinds of stores to run the functional tests on: those that `SFN_TEST_STORES` lists, or the first that is there.
 * Prints the choice, and why each kind before it was skipped. Throws when a kind asked for is unknown or not there.
 */
export async function chooseStores(env: NodeJS.ProcessEnv): Promise<StoresKind[]> {
  const asked = env.SFN_TEST_STORES?.trim();
  const { kinds, skipped } = asked ? await askedFor(asked, env) : await firstThere(env);
  console.info([`stores: ${kinds.join(", ")}`, ...skipped].join("\n  "));
  return kinds;
}

interface Choice {
  readonly kinds: StoresKind[];
  readonly skipped: readonly string[];
}

async function askedFor(asked: string, env: NodeJS.ProcessEnv): Promise<Choice> {
  const kinds = [...new Set(asked.split(",").map((name) => knownKind(name.trim())))];
  for (const kind of kinds) {
    const reason = await missing[kind](env);
    if (reason !== undefined) {
      throw new Error(`SFN_TEST_STORES asks for ${kind}, which is not available: ${reason}`);
    }
  }
  return { kinds, skipped: [] };
}

async function firstThere(env: NodeJS.ProcessEnv): Promise<Choice> {
  const skipped: string[] = [];
  for (const kind of storesKinds) {
    const reason = await missing[kind](env);
    if (reason === undefined) return { kinds: [kind], skipped };
    skipped.push(`${kind}: skipped, ${reason}`);
  }
  throw new Error(`Found no stores for the functional tests:\n  ${skipped.join("\n  ")}`);
}

function knownKind(name: string): StoresKind {
  const kind = storesKinds.find((known) => known === name);
  if (kind !== undefined) return kind;
  throw new Error(
    `Expected SFN_TEST_STORES to be a comma-separated list out of ${storesKinds.join(", ")}, got "${name}"`,
  );
}
