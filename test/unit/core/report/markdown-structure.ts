/** What is wrong in a text of ours: code blocks and `<details>` that reach over a section's end, and other HTML. */
export function faultsIn(markdown: string): readonly string[] {
  const faults: string[] = [];
  let fence = '';
  let details = 0;
  for (const line of markdown.split('\n')) {
    const run = /^ {0,3}(`{3,}(?!.*`)|~{3,})/.exec(line)?.[1] ?? '';
    const isMark = /^<!-- homeamp:[a-z]+.*-->$/.test(line);
    if (isMark && (fence !== '' || details !== 0)) faults.push(`open at ${line}`);
    if (fence !== '') {
      const closes = run.startsWith(fence) && line.trim() === run;
      if (closes) fence = '';
    } else if (run !== '') fence = run;
    else if (!isMark) {
      details += count(line, /<details>/g) - count(line, /<\/details>/g);
      if (details < 0) faults.push(`closed too often: ${line}`);
      const text = line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
      const html = text.replace(/<\/?(?:details|summary|code|sub)>/g, '');
      if (html.includes('<')) faults.push(`HTML: ${line}`);
      if (text.includes('`')) faults.push(`stray backtick: ${line}`);
    }
  }
  return faults;
}

function count(text: string, pattern: RegExp): number {
  return text.replace(/`[^`]*`/g, '').match(pattern)?.length ?? 0;
}
