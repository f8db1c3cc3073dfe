// One search of the reference model as a whole process: `node dist/bench/reference/main.js "1 2 2 2 1 1 2" --var 1 --mchk 1`.
// Prints the result as one line of JSON; bench/compare.ts times it from outside.
import { parseArgs } from 'node:util';
import { runReference } from './run.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    var: { type: 'string', default: '0' },
    mchk: { type: 'string', default: '0' },
    mutant: { type: 'string' },
    verdict: { type: 'boolean', default: false },
  },
});

try {
  const { mutant, verdict } = values;
  const result = runReference(positionals.join(' '), { variant: Number(values.var), mchk: Number(values.mchk), mutant, verdict });
  process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
