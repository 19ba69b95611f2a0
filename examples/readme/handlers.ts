// #region handlers
import { Context, type ListPointer, type MapIterationEvent } from "sfn-task-tools";

interface Character {
  name: string;
  lines: string[];
}

/** Puts a big list, and passes on a pointer of a few hundred bytes. */
export const collect = async (event: unknown) => {
  const { stateData } = Context.fromEvent(event);
  const characters: Character[] = await loadCharacters();
  return stateData.putItems("characters", characters);
};

/** One iteration of the Map: reads its item, and puts its result beside it. */
export const countWords = async (event: { input: MapIterationEvent<Character> }) => {
  const { stateData } = Context.fromEvent(event);
  const { name, lines } = await stateData.getItemForMapIteration(event.input);
  const words = lines.join(" ").split(" ").length;
  await stateData.putItemForMapIteration(event.input, { name, words }, { key: "counts" });
};

/** Reads all results, one for each item and in its order. */
export const report = async (event: { input: ListPointer<Character> }) => {
  const context = Context.fromEvent(event);
  const counts = await context.stateData.getMapOutputs<{ name: string; words: number }>(
    event.input,
    "counts",
  );
  if (counts.length === 0) {
    return context.stopExecution({ error: "NobodyThere", cause: "The cast is empty." });
  }
  return counts.reduce((most, count) => (count.words > most.words ? count : most));
};
// #endregion handlers

async function loadCharacters(): Promise<Character[]> {
  return [
    { name: "Jerry", lines: ["What's the deal with pointers?"] },
    { name: "Elaine", lines: ["Get out!", "They hold the place of the data, and nothing else."] },
    { name: "George", lines: ["I was in the pool!"] },
  ];
}
