/**
 * Sets variables of this process, and gives what puts back those that were there. A profile goes,
 * since the SDK would take its credentials before those of the environment.
 */
export function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const names = [...Object.keys(variables), "AWS_PROFILE"];
  const before = names.map((name) => [name, process.env[name]] as const);
  delete process.env.AWS_PROFILE;
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
