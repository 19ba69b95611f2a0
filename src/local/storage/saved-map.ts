/**
 * A map whose entries outlive the process, where there is a place for them: what is set is saved, and
 * what is deleted is forgotten. A value that was changed is set again.
 */
export class SavedMap<Value> extends Map<string, Value> {
  readonly #save: (key: string, value: Value | undefined) => void;

  constructor(
    entries: Iterable<readonly [string, Value]>,
    save: (key: string, value: Value | undefined) => void,
  ) {
    super();
    for (const [key, value] of entries) super.set(key, value);
    this.#save = save;
  }

  override set(key: string, value: Value): this {
    super.set(key, value);
    this.#save(key, value);
    return this;
  }

  override delete(key: string): boolean {
    const was = super.delete(key);
    if (was) this.#save(key, undefined);
    return was;
  }
}
