import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readMockFile } from "../../../../src/local/mocks/index.js";

const OK = { MockedResponses: { A: { "0": { Return: 1 } } } };
const machines = (states: unknown) => ({ StateMachines: { m: { TestCases: { t: states } } } });
const responses = (response: unknown) => ({
  ...machines({ S: "A" }),
  MockedResponses: { A: response },
});

describe("a mock file", () => {
  test.each([
    [[], "the whole document", "an object with StateMachines and MockedResponses"],
    [{}, "/StateMachines", "an object of state machines"],
    [{ StateMachines: { "a/b": 1 } }, "/StateMachines/a~1b", "an object with TestCases"],
    [
      { ...machines({ S: "B" }), ...OK },
      "/StateMachines/m/TestCases/t/S",
      'the name of one of the MockedResponses (did you mean "A"?)',
    ],
    [{ ...machines(1), ...OK }, "/StateMachines/m/TestCases/t", "an object of states"],
    [responses({}), "/MockedResponses/A", 'by number, such as "0" or "1-2"'],
    [responses({ first: { Return: 1 } }), "/MockedResponses/A/first", "a number"],
    [responses({ "2-1": { Return: 1 } }), "/MockedResponses/A/2-1", "a range"],
    [
      responses({ "0-2": { Return: 1 }, "2": { Return: 1 } }),
      "/MockedResponses/A/0-2",
      "numbers that no other response of it has",
    ],
    [responses({ "0": {} }), "/MockedResponses/A/0", 'either "Return" or "Throw"'],
    [
      responses({ "0": { Return: 1, Throw: { Error: "E" } } }),
      "/MockedResponses/A/0",
      'either "Return" or "Throw"',
    ],
    [responses({ "0": { Throw: { Cause: "c" } } }), "/MockedResponses/A/0/Throw/Error", "a string"],
    [
      responses({ "0": { Throw: { Error: "E", Cause: 1 } } }),
      "/MockedResponses/A/0/Throw/Cause",
      "a string",
    ],
  ])("%j is refused where its fault is", async (file, pointer, expected) => {
    const refusal = await readMockFile(file as never).catch((error: Error) => error);
    expect(refusal).toMatchObject({ name: "InvalidArgumentError" });
    const { message } = refusal as Error;
    expect(message).toContain(`at ${pointer}: expected `);
    expect(message).toContain(expected);
  });

  test("a file that is not there, or no JSON, is told by its path", async () => {
    await expect(readMockFile("/nowhere/mocks.json")).rejects.toThrow(
      /\/nowhere\/mocks\.json.*ENOENT/,
    );
    const path = join(await mkdtemp(join(tmpdir(), "mocks-")), "mocks.json");
    await writeFile(path, "{ not JSON");
    await expect(readMockFile(path)).rejects.toThrow(`${path} cannot be read`);
  });
});
