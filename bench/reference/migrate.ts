// Migrate moves a page to the lowest free frame: migration entries everywhere, freeze, copy, map the new one; or restore the old.
// Old and new frame are both locked throughout. A CPU that meets a migration entry waits.
import { done, record, wait } from '../../src/machine/index.js';
import { I2, I4, type Memory, path } from './memory.js';

/** frame: the old one. target: the new one. mapping: how far the unmap has come. attempt: which migrator this is. */
const Migrate = record('Migrate', { frame: 3, target: 3, mapping: 2, attempt: 3 });

export const migrate = path(
  'pinreclaim:migrate_frame() @2020-06',
  Migrate,
)({
  lock_frames(k, me) {
    const f = k.choose(k.config.frames) + 1;
    const frame = k.frames[f];
    if (!k.lockable(frame)) return wait;
    const n = k.lowestFree();
    if (n === 0) return wait;
    frame.lock = 1;
    frame.ref++;
    me.frame = f;
    k.attempts[me.attempt].pinners = k.pinners(f);
    const target = k.frames[n];
    target.own = k.reserved;
    target.ref = 1;
    target.lock = 1;
    me.target = n;
  },
  next_mapping(k, me, go) {
    const m = k.findMapping(me.mapping, k.frames[me.frame].own, me.frame);
    if (m < 0) {
      me.mapping = 0;
      return go.freeze;
    }
    k.notifierStart(me.attempt);
    me.mapping = m;
  },
  set_migration_entry(k, me) {
    const frame = k.frames[me.frame];
    const pte = k.pte(me.mapping, frame.own);
    if (pte.dirty !== 0) frame.dirty = 1;
    pte.dirty = 0;
    pte.frame = k.migrating;
    k.put(frame, 1);
  },
  notifier_end(k, me, go) {
    if (me.mapping + 1 < k.config.mappings) {
      me.mapping++;
      return go.next_mapping;
    }
    me.mapping = 0;
  },
  /** Expected: ours, and the swap cache's if it has the page. */
  freeze(k, me, go) {
    const frame = k.frames[me.frame];
    const cached = k.pages[frame.own].swapcache === me.frame ? 1 : 0;
    if (frame.ref !== 1 + cached) return go.restore_old;
    frame.ref = 0;
  },
  copy(k, me) {
    k.check(I2, k.pinners(me.frame) === 0);
    moveContent(k, me.frame, me.target);
    k.attempts[me.attempt].pinners = 0;
    me.frame = 0;
  },
  restore_new(k, me, go) {
    const frame = k.frames[me.target];
    if (restoreOne(k, frame.own, me.target)) return go.restore_new;
    k.check(I4, frame.ref >= 2);
    frame.lock = 0;
    k.put(frame, 1);
    return done;
  },
  restore_old(k, me, go) {
    const frame = k.frames[me.frame];
    if (restoreOne(k, frame.own, me.frame)) return go.restore_old;
    k.check(I4, frame.ref >= 2);
    frame.lock = 0;
    k.put(frame, 1);
    const target = k.frames[me.target];
    target.lock = 0;
    // Somebody may still hold a reference by an old PTE: then the frame stays reserved until that is dropped.
    if (k.put(target, 1)) target.own = 0;
    k.attempts[me.attempt].pinners = 0;
  },
});

/** Turns the first migration entry of a page back into a mapping; false when none is left. */
function restoreOne(k: Memory, page: number, f: number): boolean {
  const m = k.findMapping(0, page, k.migrating);
  if (m < 0) return false;
  k.pte(m, page).frame = f;
  k.frames[f].ref++;
  return true;
}

/** The page, its dirt and its place in the swap cache go from one frame to the other; the old one is free. */
function moveContent(k: Memory, from: number, to: number): void {
  const old = k.frames[from];
  const fresh = k.frames[to];
  const page = k.pages[old.own];
  fresh.own = old.own;
  fresh.dirty = old.dirty;
  fresh.stale = old.stale;
  if (page.swapcache === from) {
    page.swapcache = to;
    fresh.ref++;
  }
  old.own = 0;
  old.lock = 0;
  old.dirty = 0;
  old.stale = 0;
}
