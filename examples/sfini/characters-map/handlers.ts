// #region handlers
import { type ListPointer, type MapIterationEvent, stateKey, task } from "sfn-task-tools";

interface Character {
  readonly name: string;
}

const characters = stateKey<Character>("characters");
const greetings = stateKey<string>("greetings");

/** Puts the cast as a list, and passes on where it is. */
export const collect = task(async (input: { show: string }, { stateData }) => {
  const cast = ["Jerry", "Elaine", "George"].map((name) => ({ name: `${name} of ${input.show}` }));
  return { characters: await stateData.putItems(characters, cast) };
});

/** One iteration: gets its item by its place, and puts a greeting beside it. */
export const greet = task(async (event: MapIterationEvent<Character>, { stateData }) => {
  const { name } = await stateData.getItemForMapIteration(event);
  await stateData.putItemForMapIteration(event, `Hello ${name}`, { key: greetings });
});

export const gather = task(async (input: { characters: ListPointer<Character> }, { stateData }) =>
  stateData.getMapOutputs(input.characters, greetings),
);
// #endregion handlers
