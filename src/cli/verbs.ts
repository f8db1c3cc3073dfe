// All verbs but help, in the order in which it names them.
import { agree } from './agree.js';
import { answer } from './answer-verb.js';
import { bench } from './bench.js';
import { callbacks } from './callbacks.js';
import { callers } from './callers.js';
import { check } from './check.js';
import { completion } from './completion.js';
import { crashes } from './crashes.js';
import { doctor } from './doctor.js';
import { init } from './init.js';
import { list } from './list.js';
import { live } from './live.js';
import { matrix } from './matrix.js';
import { show } from './show.js';
import type { Verb } from './verb.js';

export const verbs: readonly Verb[] = [
  answer,
  check,
  matrix,
  callers,
  crashes,
  callbacks,
  list,
  show,
  agree,
  init,
  live,
  doctor,
  bench,
  completion,
];
