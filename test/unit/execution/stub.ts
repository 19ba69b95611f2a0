/** A client that answers from a list, and keeps what it was sent. */
export function stubClient(answers: Record<string, object | ((input: Sent) => object)>) {
  const sent: [operation: string, input: Sent][] = [];
  const client = {
    async send(command: object): Promise<object> {
      const operation = command.constructor.name.replace(/Command$/, "");
      const { input } = command as { input: Sent }; // as all commands of the SDK have it
      sent.push([operation, input]);
      const answer = answers[operation];
      if (answer === undefined) throw new Error(`Expected no ${operation} to be sent`);
      return typeof answer === "function" ? answer(input) : answer;
    },
  };
  return { client, sent };
}

export type Sent = Readonly<Record<string, unknown>>;

/** As the SDK throws it. */
export function exception(name: string): Error {
  return Object.assign(new Error(`${name} told`), { name });
}
