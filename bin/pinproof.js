#!/usr/bin/env node
// The command. It starts the compiled program and passes its answer on as the exit code.
import { existsSync } from 'node:fs';

const program = new URL('../dist/src/cli/main.js', import.meta.url);

if (existsSync(program)) {
  const { main } = await import(program.href);
  const code = await main(process.argv);
  if (typeof code === 'number') process.exitCode = code;
} else {
  process.stderr.write('pinproof is not built yet: run "npm run build"\n');
  process.exitCode = 2;
}
