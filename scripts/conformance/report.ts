import type { Verdict } from "./judge.js";

/** What came of one case, or why it was left out. */
export interface Outcome {
  readonly id: string;
  readonly group: string;
  readonly verdict: Verdict | { readonly result: "left out"; readonly difference: string };
}

/** How many of a group matched. */
export interface Tally {
  readonly matched: number;
  readonly total: number;
  readonly leftOut: number;
}

/** The tallies by group, in order of their names. */
export function tally(outcomes: readonly Outcome[]): Map<string, Tally> {
  const groups = new Map<string, Tally>();
  for (const { group, verdict } of [...outcomes].sort((a, b) => (a.group < b.group ? -1 : 1))) {
    const { matched, total, leftOut } = groups.get(group) ?? { matched: 0, total: 0, leftOut: 0 };
    const out = verdict.result === "left out";
    groups.set(group, {
      matched: matched + (verdict.result === "match" ? 1 : 0),
      total: total + (out ? 0 : 1),
      leftOut: leftOut + (out ? 1 : 0),
    });
  }
  return groups;
}

/** The table, the first difference of each case that failed, and the reasons of those left out. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const groups = tally(outcomes);
  const all = [...groups.values()].reduce(
    (sum, one) => ({
      matched: sum.matched + one.matched,
      total: sum.total + one.total,
      leftOut: sum.leftOut + one.leftOut,
    }),
    { matched: 0, total: 0, leftOut: 0 },
  );
  const failed = outcomes.filter(({ verdict }) =>
    ["fail", "status_output"].includes(verdict.result),
  );
  const reasons = new Map<string, number>();
  for (const { verdict } of outcomes) {
    if (verdict.result === "left out")
      reasons.set(verdict.difference, (reasons.get(verdict.difference) ?? 0) + 1);
  }
  return [
    ...failed.map(
      ({ id, verdict }) =>
        `${verdict.result === "fail" ? "✗" : "~"} ${id}\n    ${verdict.difference}`,
    ),
    "",
    "left out:",
    ...[...reasons]
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `  ${String(count).padStart(4)}  ${reason}`),
    "",
    `${"group".padEnd(22)}matched   of  left out`,
    ...[...groups, ["all", all] as const].map(([name, one]) => row(name, one)),
  ].join("\n");
}

function row(name: string, { matched, total, leftOut }: Tally): string {
  const share = total === 0 ? "" : `${((100 * matched) / total).toFixed(1)} %`;
  return `${name.padEnd(22)}${String(matched).padStart(7)}${String(total).padStart(5)}${String(leftOut).padStart(10)}  ${share}`;
}

/** The groups that match less than they once did. */
export function belowFloor(
  outcomes: readonly Outcome[],
  floors: Readonly<Record<string, number>>,
): string[] {
  const groups = tally(outcomes);
  return Object.entries(floors).flatMap(([group, floor]) => {
    const found = groups.get(group);
    if (found === undefined || found.matched >= floor) return [];
    return [`${group}: ${found.matched} matched, ${floor} did before`];
  });
}
