import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toSvg } from "sfn-task-tools/graph";
import { expect, test } from "vitest";

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const definition = readFileSync(file("examples/docs/graph.asl.json"), "utf8");
const history = JSON.parse(readFileSync(file("examples/docs/graph-history.json"), "utf8"));

// `npx vitest run --project unit test/unit/graph/picture.test.ts -u` draws them anew.
test("the pictures of the documents are current", async () => {
  await expect(toSvg(definition)).toMatchFileSnapshot(file("docs/graph.svg"));
  await expect(toSvg(definition, { history })).toMatchFileSnapshot(file("docs/graph-history.svg"));
});
