import type { StateType } from "../asl/index.js";
import type { Outcome } from "./visits.js";

/** What fills a box, and the line around it. */
export interface Tone {
  readonly fill: string;
  readonly line: string;
}

/** Tones are of the types of states, or, where a history is told, of how states stand. */
export type ToneName = Lowercase<StateType> | Outcome | "marker" | "missing" | "idle";

export interface Palette {
  readonly background: string;
  /** The inside of a Parallel or Map. */
  readonly inside: string;
  readonly text: string;
  /** Of captions, notes and labels. */
  readonly quietText: string;
  readonly edge: string;
  readonly catchEdge: string;
  /** An edge that an execution took. */
  readonly taken: string;
  readonly tones: Readonly<Record<ToneName, Tone>>;
}

/** Texts stand out from all that they are on as WCAG AA asks: by 4.5 to 1; lines by 3 to 1. */
export const PALETTES = {
  light: {
    background: "#ffffff",
    inside: "#fbfcfd",
    text: "#1b1f24",
    quietText: "#4b545e",
    edge: "#6a737d",
    catchEdge: "#b35900",
    taken: "#0b5fcc",
    tones: {
      task: { fill: "#eaf2ff", line: "#3f78c9" },
      pass: { fill: "#f1f3f5", line: "#737d88" },
      choice: { fill: "#fff4d6", line: "#9c7400" },
      wait: { fill: "#f4ecff", line: "#8a5cc7" },
      succeed: { fill: "#e3f6e7", line: "#2c8544" },
      fail: { fill: "#ffe9e7", line: "#cc3d35" },
      parallel: { fill: "#e6f5f6", line: "#2a828c" },
      map: { fill: "#e6f5f6", line: "#2a828c" },
      marker: { fill: "#e9ecef", line: "#6a737d" },
      missing: { fill: "#ffe9e7", line: "#cc3d35" },
      idle: { fill: "#f6f7f8", line: "#8a939c" },
      running: { fill: "#d7e8ff", line: "#0b5fcc" },
      succeeded: { fill: "#dcf5e1", line: "#237a3a" },
      failed: { fill: "#ffdfdc", line: "#bf2b23" },
      caught: { fill: "#ffedd0", line: "#a85b00" },
      aborted: { fill: "#e4e7ea", line: "#5b646e" },
    },
  },
  dark: {
    background: "#0f1317",
    inside: "#141a20",
    text: "#eef2f5",
    quietText: "#b5bec8",
    edge: "#8b96a2",
    catchEdge: "#e39a4b",
    taken: "#69aaff",
    tones: {
      task: { fill: "#172a44", line: "#5b93e0" },
      pass: { fill: "#22282f", line: "#87919c" },
      choice: { fill: "#352b10", line: "#c79a2e" },
      wait: { fill: "#2b2140", line: "#a47fe0" },
      succeed: { fill: "#14331d", line: "#4aa864" },
      fail: { fill: "#431d1b", line: "#e8645c" },
      parallel: { fill: "#133034", line: "#45a3ae" },
      map: { fill: "#133034", line: "#45a3ae" },
      marker: { fill: "#262d35", line: "#8b96a2" },
      missing: { fill: "#431d1b", line: "#e8645c" },
      idle: { fill: "#191e24", line: "#6f7a86" },
      running: { fill: "#12335f", line: "#69aaff" },
      succeeded: { fill: "#123b20", line: "#4fb86c" },
      failed: { fill: "#521f1c", line: "#f0736b" },
      caught: { fill: "#46300f", line: "#e39a4b" },
      aborted: { fill: "#2c333a", line: "#9aa5b0" },
    },
  },
} satisfies Record<"light" | "dark", Palette>;
