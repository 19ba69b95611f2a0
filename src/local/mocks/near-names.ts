/** `did you mean "Charge"?`, or the names that there are: for a name that is not among them. */
export function suggest(name: string, names: readonly string[]): string {
  const near = names
    .map((known) => ({ known, distance: distanceOf(name.toLowerCase(), known.toLowerCase()) }))
    .filter(
      ({ known, distance }) => distance <= Math.max(2, name.length / 3) || starts(known, name),
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ known }) => JSON.stringify(known));
  if (near.length > 0) return `did you mean ${near.join(" or ")}?`;
  if (names.length === 0) return "there are none";
  const shown = names.slice(0, 20).map((known) => JSON.stringify(known));
  return `there are ${shown.join(", ")}${names.length > 20 ? ", …" : ""}`;
}

function starts(known: string, name: string): boolean {
  return name.length > 2 && known.toLowerCase().startsWith(name.toLowerCase());
}

/** How many characters must be put, taken or changed. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
