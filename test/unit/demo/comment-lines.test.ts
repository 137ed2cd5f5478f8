import { describe, expect, it } from 'vitest';
import { type Line, lineWidth, textOf } from '../../../src/cli/print/screen.ts';
import { commentLines } from '../../../src/demo/comment-lines.ts';

const textsOf = (lines: readonly Line[]) => lines.map((line) => line.map(textOf).join('').trimEnd());

const COMMENT = `<!-- homeamp:pull -->
## What this does

| host | changes |
| --- | --- |
| \`alpha\` | **2 keys** |

<!-- homeamp:section alpha 0123 4567 -->

### \`alpha\`

This changes **2 keys**: see \`homeamp plan\`, &lt;now&gt;.

<details><summary><code>DEV01</code>: 2 keys</summary>

\`config.yml\`

\`\`\`diff
- range: 4
+ range: 6
!   edited
    <!-- a value -->
\`\`\`

</details>

<!-- homeamp:end alpha -->

---

<sub>Each host keeps its part.</sub>
`;

describe('a comment on a terminal', () => {
  it('has its table in columns, its details unfolded and no marks', () => {
    expect(textsOf(commentLines(COMMENT, undefined))).toEqual([
      'What this does',
      '',
      'HOST   CHANGES',
      'alpha  2 keys',
      '',
      'alpha',
      '',
      'This changes 2 keys: see `homeamp plan`, <now>.',
      '',
      '▾ DEV01: 2 keys',
      '  `config.yml`',
      '  - range: 4',
      '  + range: 6',
      '  !   edited',
      '      <!-- a value -->',
      '',
      'Each host keeps its part.',
    ]);
  });

  it('colours what is taken and what is put', () => {
    const spans = commentLines(COMMENT, undefined).flat();
    expect(spans).toContainEqual({ text: '- range: 4', style: 'red' });
    expect(spans).toContainEqual({ text: '+ range: 6', style: 'green' });
    expect(spans).toContainEqual({ text: '!   edited', style: 'yellow' });
  });

  it('breaks sentences between words, leaves code whole, and indents what follows a bullet', () => {
    const lines = commentLines('- one two `three four`, five six', 20);
    expect(textsOf(lines)).toEqual(['- one two', '  `three four`, five', '  six']);
    expect(lines.every((line) => lineWidth(line) <= 20)).toBe(true);
  });

  it('ends after 200 lines and says how many more there are', () => {
    const lines = commentLines('a\n'.repeat(1000), 80);
    expect(textsOf(lines).slice(-2)).toEqual(['a', '… and 800 more lines']);
  });

  it('takes a code block that nobody ends and a table that ends the text', () => {
    expect(textsOf(commentLines('```\n+ a', 80))).toEqual(['+ a']);
    expect(textsOf(commentLines('| a |\n| --- |\n| b \\| c |', 80))).toEqual(['A', 'b | c']);
  });
});
