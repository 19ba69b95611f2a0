/** The fields of the States Language, as a document has them. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a state as options. An option is a field that begins with a small letter:
 * `resultPath` is `ResultPath`. Its value is the field's own, in the spelling of the language.
 */
export type OptionsOf<Definition, Without extends string = never> = {
  readonly [Field in keyof Definition as Field extends Without | "Type" | "Next" | "End"
    ? never
    : Uncapitalize<Field & string>]?: Definition[Field] | undefined;
};

/** Options as fields; those that are undefined are not there. */
export function fieldsOf(options: object): Fields {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  );
}

/** Fields as the options that would make them. */
export function optionsOf(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      value,
    ]),
  );
}
