/** A document of half a kilobyte, as workflows carry about. */
const ORDER = {
  id: "9d8f3a1c-77b0-4a55-9a4e-2f7c1b0e6f11",
  customer: { name: "Elaine Benes", address: { street: "16 West 75th Street", city: "New York" } },
  lines: Array.from({ length: 6 }, (_, line) => ({ sku: `SKU-${line}`, amount: line + 1 })),
};

/** A state machine and its input. */
export interface EngineWorkload {
  readonly definition: object;
  readonly input: object;
  /** How many times a state is entered. */
  readonly transitions: number;
}

/** A Pass that counts and a Choice that asks, in turns. */
export function countingLoop(transitions: number): EngineWorkload {
  const limit = Math.floor((transitions - 1) / 2);
  return {
    definition: {
      StartAt: "Count",
      States: {
        Count: {
          Type: "Pass",
          Parameters: { "n.$": "States.MathAdd($.counter.n, 1)" },
          ResultPath: "$.counter",
          Next: "Enough",
        },
        Enough: {
          Type: "Choice",
          Choices: [{ Variable: "$.counter.n", NumericLessThanPath: "$.limit", Next: "Count" }],
          Default: "Done",
        },
        Done: { Type: "Succeed" },
      },
    },
    input: { counter: { n: 0 }, limit, order: ORDER },
    transitions: 2 * limit + 1,
  };
}

/** What the loop comes to, without a state machine. */
export function bareLoop({ input }: EngineWorkload): object {
  let document = input as { counter: { n: number }; limit: number }; // as countingLoop makes it
  do document = { ...document, counter: { n: document.counter.n + 1 } };
  while (document.counter.n < document.limit);
  return document;
}

/** An inline Map whose iterations are one Pass each. */
export function mapOfPasses(items: number): EngineWorkload {
  return {
    definition: {
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          ItemsPath: "$.items",
          ItemProcessor: {
            StartAt: "Keep",
            States: { Keep: { Type: "Pass", End: true } },
          },
          End: true,
        },
      },
    },
    input: { items: Array.from({ length: items }, (_, id) => ({ id, name: `Item ${id}` })) },
    transitions: items + 1,
  };
}
