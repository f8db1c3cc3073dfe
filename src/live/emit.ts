// The emitted program: one readable C file that runs its cases by itself on any Linux, and is the runner as well.
// It holds only the kinds, pins and operations that its cases name; the table of cases stands at the bottom.
import { kindHead, kinds } from './c/kinds.js';
import { notifier } from './c/notifier.js';
import { opHead, ops } from './c/ops.js';
import { page, pagemap } from './c/page.js';
import { piecesNamed } from './c/piece.js';
import { pinHead, pins } from './c/pins.js';
import { probes } from './c/probes.js';
import { prologue } from './c/prologue.js';
import { main, runner, saying } from './c/runner.js';
import type { LiveCase } from './case.js';

/** The C text that runs these cases: same cases, same bytes. */
export function emitProgram(cases: readonly LiveCase[]): string {
  if (cases.length === 0) throw new Error('a program needs at least one case');
  const kindNames = cases.map(c => c.kind);
  const pinNames = cases.map(c => c.pin);
  const opNames = cases.map(c => c.op);
  return [
    header(cases),
    prologue,
    saying,
    pagemap,
    page,
    notifier,
    kindHead,
    piecesNamed(kinds, kindNames),
    pinHead,
    piecesNamed(pins, pinNames),
    opHead,
    piecesNamed(ops, opNames),
    runner,
    table(cases),
    main,
  ].join('');
}

/** The C text that says what this machine has, one JSON line a need. */
export function emitProbe(): string {
  return ['/* What does this machine have for pinproof? One line of JSON a need. */\n', prologue, pagemap, notifier, probes].join('');
}

function header(cases: readonly LiveCase[]): string {
  const count = cases.length === 1 ? 'one case' : `${cases.length} cases`;
  return `/*
 * What does this kernel do to a page while it is pinned? Written by pinproof; ${count}, listed at the bottom.
 *
 *	cc -static repro.c -o repro && ./repro
 *
 * Each case runs in a process of its own: make the page, take the pin, do the operation, look. It prints
 * one line of JSON. Run it as root (page frame numbers are hidden otherwise) and with swap on (without
 * it, reclaim leaves anonymous pages alone). It changes nothing outside itself but a tracefs instance of its
 * own, which is removed at the end, or by the next run if this one was killed.
 */
`;
}

function table(cases: readonly LiveCase[]): string {
  const rows = cases.map(({ kind, pin, op }) => `	{ &kind_${kind}, &pin_${pin}, &op_${op} },\n`);
  return `
/* The cases of this program. */
static const struct live_case cases[] = {
${rows.join('')}};
`;
}
