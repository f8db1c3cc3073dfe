// A scenario, shown: its text as it is, and the verdicts it expects on each kernel.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { KERNELS } from '../history/index.js';
import { gridLines, type Style } from '../report/index.js';
import { expectationFor } from '../scenario/index.js';
import { shippedScenarios } from './home.js';
import { chooseScenarios, meaningful } from './selection.js';
import type { Shown } from './show-history.js';

export function showScenario(name: string, cwd: string): Shown | undefined {
  const isFile = /[./]/.test(name) && existsSync(resolve(cwd, name));
  if (!isFile && !shippedScenarios().has(name)) return undefined;
  const [{ file, text }] = chooseScenarios([name], cwd);
  const kernels = meaningful(file).map(kernel => kernel.name);
  const properties = [...file.properties.map(property => property.name), ...(file.exists === undefined ? [] : ['exists'])];
  const expected = properties.map(property => ({
    property,
    on: kernels.map(kernel => ({ kernel, verdict: expectationFor(file, kernel, [], property) ?? null })),
  }));
  const rows = expected.map(({ property, on }) => ({ label: property, cells: on.map(({ verdict }) => ({ text: verdict ?? '-' })) }));
  const ordered = kernels.length === KERNELS.length;
  return {
    data: { kind: 'scenario', name: file.name, asks: file.asks.value, text, expected },
    lines: (style: Style) => [
      ...text.trimEnd().split('\n'),
      '',
      ...(rows.length === 0
        ? []
        : [style.paint.bold('expected'), ...gridLines({ columns: kernels, groups: [{ title: '', rows }], ordered }, style)]),
    ],
  };
}
