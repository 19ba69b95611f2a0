/** What hostile definitions may call. */
export const functions = {
  echo: async (event) => event,
  fail: async () => {
    throw new TypeError("as asked");
  },
};
