import { randomBytes } from "node:crypto";

/** What is put and got. */
export const workloads = {
  /** Records that compress to about half: a compressed row saves one of two write units. */
  "small-items": {
    title: "2,000 items of 1 KB",
    compression: "gzip",
    items: () => Array.from({ length: 2_000 }, (_, id) => record(id)),
  },
  "small-items-plain": {
    title: "2,000 items of 1 KB, nothing compressed",
    compression: "none",
    items: () => Array.from({ length: 2_000 }, (_, id) => record(id)),
  },
  "overflow-items": {
    title: "200 items of 500 KB of noise",
    compression: "gzip",
    items: () => Array.from({ length: 200 }, () => noise(499_998)),
  },
} as const;

export type Workload = keyof typeof workloads;

/** 1,024 bytes of JSON, as records of a service are: names, numbers, a few words, some identifiers. */
function record(id: number) {
  const fields = {
    id,
    name: `Character ${id}`,
    token: noise(200),
    episodes: Array.from({ length: 20 }, (_, episode) => ({ episode, lines: (id * episode) % 97 })),
    description: "",
  };
  const missing = 1_024 - JSON.stringify(fields).length;
  return { ...fields, description: "the quick brown fox jumps over ".repeat(40).slice(0, missing) };
}

/** Text that compresses to three quarters at best. */
function noise(characters: number): string {
  return randomBytes(Math.ceil((characters * 3) / 4))
    .toString("base64")
    .slice(0, characters);
}
