import fc from "fast-check";

const task = (name: string, more: object = {}) => ({
  Type: "Task",
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  ...more,
});

const catchAll = (next: string) => [{ ErrorEquals: ["States.ALL"], Next: next }];

/** A machine with all that a picture can show: loops, nested scopes, a distributed Map. */
export const order = {
  Comment: "Takes an order from the cart to the customer",
  StartAt: "Validate",
  States: {
    Validate: task("validate", {
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 5 }],
      TimeoutSeconds: 30,
      Catch: [{ ErrorEquals: ["InvalidOrder"], Next: "Reject" }, ...catchAll("Alert")],
      Next: "Paid?",
    }),
    "Paid?": {
      Type: "Choice",
      Choices: [
        { Variable: "$.status", StringEquals: "PAID", Next: "Fulfil" },
        {
          And: [
            { Variable: "$.status", StringEquals: "PENDING" },
            { Variable: "$.attempts", NumericLessThan: 10 },
          ],
          Next: "Wait for payment",
        },
      ],
      Default: "Reject",
    },
    "Wait for payment": { Type: "Wait", Seconds: 3_600, Next: "Check payment" },
    "Check payment": task("check-payment", { Next: "Paid?" }),
    Fulfil: {
      Type: "Parallel",
      Next: "Notify",
      Catch: catchAll("Alert"),
      Branches: [
        {
          StartAt: "Pack",
          States: {
            Pack: task("pack", { Catch: catchAll("Order boxes"), Next: "Ship" }),
            "Order boxes": task("order-boxes", { Next: "Pack" }),
            Ship: task("ship", { End: true }),
          },
        },
        {
          StartAt: "Update stock",
          States: {
            "Update stock": {
              Type: "Map",
              ItemsPath: "$.items",
              MaxConcurrency: 1,
              ItemProcessor: {
                StartAt: "Low?",
                States: {
                  "Low?": {
                    Type: "Choice",
                    Choices: [{ Variable: "$.stock", NumericLessThan: 5, Next: "Reorder" }],
                    Default: "Enough",
                  },
                  Reorder: task("reorder", { End: true }),
                  Enough: { Type: "Succeed" },
                },
              },
              End: true,
            },
          },
        },
      ],
    },
    Notify: {
      Type: "Map",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "Mail",
        States: { Mail: task("mail", { End: true }) },
      },
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "CSV" },
        Parameters: { Bucket: "suppliers", Key: "all.csv" },
      },
      ItemBatcher: { MaxItemsPerBatch: 10 },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Parameters: { Bucket: "results" },
      },
      Next: "Done",
    },
    Done: { Type: "Succeed" },
    Reject: { Type: "Fail", Error: "OrderRejected" },
    Alert: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Next: "Failed" },
    Failed: { Type: "Fail", Error: "OrderFailed" },
  },
};

/** Names and texts as nobody should choose them. */
const names = fc.oneof(
  fc.constantFrom(
    "A",
    "B",
    "C",
    "Check the order",
    "</svg><script>alert(1)</script>",
    "\"quoted\" & 'single' <b>",
    "two\nlines\u0000\u202e",
    "]]>--><!-- %%{init: {}}%%",
    "日本語の状態の名前はここでも折り返されるはずです",
    "🚀 launch 👩‍👩‍👧‍👦 ".repeat(4),
    "AStateWhoseNameHasNoSpacesAtAllAndIsEightyCharactersLongSoThatItMustBeBrokenOnce",
    "end",
    "__proto__",
    "constructor",
    "",
    " ",
    "1. first",
    "\ud800",
  ),
  fc.string({ maxLength: 80, unit: "grapheme" }),
);

const conditions = fc.oneof(
  fc.record({ Variable: fc.constant("$.n"), NumericLessThan: fc.integer() }),
  fc.record({ Condition: names.map((name) => `{% $states.input = "${name}" %}`) }),
  fc.record({
    And: fc.array(fc.record({ Variable: names, StringMatches: names }), { maxLength: 9 }),
  }),
);

/** A state, whose targets are numbers that `named` makes names of. */
const states = (depth: number): fc.Arbitrary<object> => {
  const target = fc.nat({ max: 9 });
  const caught = {
    Catch: fc.array(fc.record({ ErrorEquals: fc.array(names, { maxLength: 2 }), Next: target }), {
      maxLength: 3,
    }),
    Retry: fc.array(fc.record({ MaxAttempts: fc.nat() }), { maxLength: 2 }),
  };
  const onward = fc.oneof(fc.record({ Next: target }), fc.constant({ End: true }));
  const flat = fc.oneof(
    fc.record({ Type: fc.constant("Pass"), Comment: names }),
    fc.record({ Type: fc.constant("Task"), Resource: names, ...caught }),
    fc.record({ Type: fc.constant("Wait"), Seconds: fc.nat() }),
    fc.record({ Type: fc.constantFrom("Succeed", "Fail", "Magic") }),
    fc.record({
      Type: fc.constant("Choice"),
      Choices: fc.array(
        fc.tuple(conditions, target).map(([rule, Next]) => ({ ...rule, Next })),
        { maxLength: 5 },
      ),
      Default: target,
    }),
  );
  const nested =
    depth === 0
      ? flat
      : fc.oneof(
          { weight: 4, arbitrary: flat },
          {
            weight: 1,
            arbitrary: fc.record({
              Type: fc.constant("Parallel"),
              Branches: fc.array(scopes(depth - 1), { maxLength: 3 }),
              ...caught,
            }),
          },
          {
            weight: 1,
            arbitrary: fc.record({
              Type: fc.constant("Map"),
              ItemProcessor: scopes(depth - 1),
              ...caught,
            }),
          },
        );
  return fc.tuple(nested, onward).map(([state, next]) => ({ ...next, ...state }));
};

const scopes = (depth: number): fc.Arbitrary<{ StartAt: string; States: object }> =>
  fc
    .tuple(
      fc.uniqueArray(fc.tuple(names, states(depth)), { maxLength: 8, selector: ([name]) => name }),
      fc.nat({ max: 9 }),
      names,
    )
    .map(([entries, start, missing]) => {
      const all = [...entries.map(([name]) => name), missing];
      const name = (index: unknown) => all[Number(index) % all.length] ?? missing;
      const named = (state: object): object =>
        Object.fromEntries(
          Object.entries(state).map(([field, value]) => {
            if (field === "Next" || field === "Default") return [field, name(value)];
            if (field === "Catch" || field === "Choices") return [field, value.map(named)];
            return [field, value];
          }),
        );
      return {
        StartAt: name(start),
        States: Object.fromEntries(entries.map(([key, state]) => [key, named(state)])),
      };
    });

/** Drafts of any shape: cycles, loops of one state, missing and unreachable states, nested scopes. */
export const drafts = scopes(2);
