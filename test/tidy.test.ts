// The source tree under test: what no compiler looks at, but a reader stumbles over.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const home = fileURLToPath(new URL('..', import.meta.url));
const lines_max = 400;
const columns_max = 140;

/** All files that are, or are about to be, in git. */
const files = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z', '-co', '--exclude-standard'], {
  cwd: home,
  encoding: 'utf8',
})
  .split('\0')
  .filter(file => file !== '' && existsSync(join(home, file)))
  .sort();
const sources = files.filter(file => /\.(?:ts|js|mjs)$/.test(file));
const written = files.filter(file => /\.(?:ts|js|mjs|md|yaml|yml|json|sh|c)$/.test(file) && file !== 'package-lock.json');

const text = (file: string): string => readFileSync(join(home, file), 'utf8');

/** Every line that the test picks, as `file:line: text`. */
function picked(from: readonly string[], test: (line: string, before: string, file: string) => boolean): string[] {
  return from.flatMap(file => {
    const lines = text(file).split('\n');
    return lines.flatMap((line, at) => (test(line, lines[at - 1] ?? '', file) ? [`${file}:${at + 1}: ${line.trim()}`] : []));
  });
}

// The words are put together here, so that this file does not find itself.
const reminder = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
/** A skip that says why where it is made: the reason is its argument. */
const saysWhy = /\.skip\((?:`|'\w+[^']* \w+)/;
const leftOut = /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:skip|only|todo)\b|\bctx\.skip\(/;
const pathBelow = (...folders: string[]): RegExp => new RegExp(`(?:^|[^\\w.])/(?:${folders.join('|')})/`);
const homePath = pathBelow('home', 'root');
/** A live run may write below the folder for temporary files of the machine it runs on. */
const machinePath = pathBelow('home', 'root', 'tmp');

describe('the tree', () => {
  it('is seen', () => {
    expect(files).toContain('package.json');
    expect(sources.length).toBeGreaterThan(0);
  });

  it(`has no source file of more than ${lines_max} lines`, () => {
    const long = sources.map(file => ({ file, lines: text(file).split('\n').length - 1 })).filter(({ lines }) => lines > lines_max);
    expect(long).toEqual([]);
  });

  it('keeps lines short, without tabs and trailing blanks', () => {
    const own = sources.filter(file => file.startsWith('src/') && !file.endsWith('.test.ts'));
    expect(picked(own, line => line.length > columns_max && !line.includes('://'))).toEqual([]);
    // The C that src/live writes is indented as the kernel's is.
    const ours = sources.filter(file => !/^src\/live\/(c\/|emit\.ts)/.test(file));
    expect(picked(ours, line => /\t|[ \t]+$/.test(line))).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(picked(written, line => reminder.test(line))).toEqual([]);
  });

  it('leaves no test out without a reason beside it', () => {
    const tests = sources.filter(file => file.endsWith('.test.ts'));
    expect(
      picked(
        tests,
        (line, before) =>
          leftOut.test(line) && !saysWhy.test(line) && !/\/\/ \S|\/\*\*? \S/.test(line) && !/^\s*(?:\/\/|\/\*|\*)/.test(before),
      ),
    ).toEqual([]);
  });

  it('opens each source file with a comment that says what it is', () => {
    const bare = sources.filter(file => !/^(?:#!.*\n)?(?:\/\/ ?\S|\/\*)/.test(text(file)));
    expect(bare).toEqual([]);
  });

  it('names no path of any machine', () => {
    expect(picked(written, (line, _, file) => (file.startsWith('src/live/') ? homePath : machinePath).test(line))).toEqual([]);
  });

  it('names every file after what is in it', () => {
    const nothing = files.filter(file =>
      file.split('/').some(part => /^(?:utils?|helpers?|misc|common)$/i.test(basename(part).replace(/\..*$/, ''))),
    );
    expect(nothing).toEqual([]);
  });
});

describe('the patterns', () => {
  it('find what they look for', () => {
    expect('// TO' + 'DO: later').toMatch(reminder);
    expect('mkdtemp(aXXXXXX)').not.toMatch(reminder);
    expect('it.sk' + "ip('x', () => {})").toMatch(leftOut);
    expect('describe.on' + 'ly.each').toMatch(leftOut);
    expect('open("/ho' + 'me/me/x")').toMatch(machinePath);
    expect('/sys/fs/cgroup/ro' + 'ot/x').not.toMatch(machinePath);
  });
});
