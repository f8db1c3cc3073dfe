// Filling: words into lines of a given width. A word is never broken, so that a path or a command can be copied.

/** Holds words together on one line; a plain blank in what is written. */
const tie = '\u00a0';

/** A text that stays on one line. */
export const tied = (text: string): string => text.replace(/ /g, tie);

/** The first line begins with `first`, the others with `rest`. Runs of blanks inside the text count as one. */
export function fill(text: string, columns: number, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/ +/)) {
    if (word === '') continue;
    const longer = empty ? line + word : `${line} ${word}`;
    if (empty || longer.length <= columns) {
      line = longer;
    } else {
      lines.push(line);
      line = rest + word;
    }
    empty = false;
  }
  lines.push(line);
  return lines.map(text => text.replaceAll(tie, ' ').trimEnd());
}

/** At most `columns` of a text; what is cut off leaves a mark. */
export function cut(text: string, columns: number): string {
  if (text.length <= columns) return text;
  return columns < 1 ? '' : `${text.slice(0, columns - 1)}…`;
}
