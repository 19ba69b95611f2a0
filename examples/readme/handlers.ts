// #region handlers
import { type ListPointer, type MapIterationEvent, stateKey, task } from "sfn-task-tools";

interface Character {
  name: string;
  lines: string[];
}

const characters = stateKey<Character>("characters");
const counts = stateKey<{ name: string; words: number }>("counts");

/** Puts a big list, and passes on a pointer of a few hundred bytes. */
export const collect = task(async (_input: unknown, { stateData }) =>
  stateData.putItems(characters, await loadCharacters()),
);

/** One iteration of the Map: reads its item, and puts its result beside it. */
export const countWords = task(async (event: MapIterationEvent<Character>, { stateData }) => {
  const { name, lines } = await stateData.getItemForMapIteration(event);
  const words = lines.join(" ").split(" ").length;
  await stateData.putItemForMapIteration(event, { name, words }, { key: counts });
});

/** Reads all results, one for each item and in its order. */
export const report = task(async (list: ListPointer<Character>, context) => {
  const found = await context.stateData.getMapOutputs(list, counts);
  if (found.length === 0) {
    return context.stopExecution({ error: "NobodyThere", cause: "The cast is empty." });
  }
  return found.reduce((most, count) => (count.words > most.words ? count : most));
});

async function loadCharacters(): Promise<Character[]> {
  return [
    { name: "Jerry", lines: ["What's the deal with pointers?"] },
    { name: "Elaine", lines: ["Get out!", "They hold the place of the data, and nothing else."] },
    { name: "George", lines: ["I was in the pool!"] },
  ];
}
// #endregion handlers
