// All verbs, in the order in which the help names them.
import { check } from './check.js';
import type { Verb } from './verb.js';

export const verbs: readonly Verb[] = [check];
