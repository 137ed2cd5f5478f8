/** One of the package's templates; a package without it is not whole. */
export function templateText(templates: ReadonlyMap<string, string>, path: string): string {
  const text = templates.get(path);
  if (text === undefined) throw new Error(`homeamp is not installed whole: templates/${path} is missing`);
  return text;
}

/** Each replaced once, in order; a template that does not hold one was changed without this code. */
export function replaceInTemplate(
  template: string,
  replacements: readonly (readonly [from: string, to: string])[],
): string {
  let text = template;
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`a template has no ${JSON.stringify(from)} to replace`);
    text = text.replace(from, () => to);
  }
  return text;
}
