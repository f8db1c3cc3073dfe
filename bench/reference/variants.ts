// Variants: where reclaim and migration look for a pin. Mutants: one known mistake each, which a search must find.
// Both are changes of the four paths, composed like the commits of a kernel: no step asks which variant it runs in.
import { type Change, change, done } from '../../src/machine/index.js';
import { cpu } from './cpu.js';
import { dma } from './device.js';
import { migrate } from './migrate.js';
import { clearPte, freeFrame, reclaim } from './reclaim.js';

/** What every build starts from: reclaim looks for pins only at the freeze. */
export const base = [reclaim, migrate, cpu, dma];

/** Right after the page lock, before add_to_swap. */
const early = change(reclaim, edit =>
  edit.after('lock_frame', {
    maybe_dma_pinned_early(k, me, go) {
      if (k.maybeDmaPinned(k.frames[me.frame])) return go.put_back;
    },
  }),
);

/** In try_to_unmap, per mapping, before its notifier start, which becomes a step of its own. */
const beforeNotifier = change(reclaim, edit =>
  edit
    .replace('next_mapping', (k, me, go) => {
      const frame = k.frames[me.frame];
      const m = k.findMapping(me.mapping, frame.own, me.frame);
      me.mapping = m < 0 ? 0 : m;
      if (m < 0) return go.clear_dirty;
      if (!k.maybeDmaPinned(frame)) return;
      me.mapping = 0;
      return go.put_back;
    })
    .after('next_mapping', {
      notifier_start(k, me) {
        k.notifierStart(me.attempt);
      },
    }),
);

/** In try_to_unmap under the PTE lock, after the notifier start. */
const underPteLock = change(reclaim, edit =>
  edit
    .aside('put_back', {
      notifier_end_pinned() {},
    })
    .replace('clear_pte', (k, me, go) => {
      if (k.maybeDmaPinned(k.frames[me.frame])) {
        me.mapping = 0;
        return go.notifier_end_pinned;
      }
      clearPte(k, me.frame, me.mapping);
    }),
);

/** After the unmap, before pageout. */
const late = change(reclaim, edit =>
  edit.before('clear_dirty', {
    maybe_dma_pinned_late(k, me, go) {
      if (k.maybeDmaPinned(k.frames[me.frame])) return go.put_back;
    },
  }),
);

const migrateEarly = change(migrate, edit =>
  edit.after('lock_frames', {
    maybe_dma_pinned_early(k, me, go) {
      if (k.maybeDmaPinned(k.frames[me.frame])) return go.restore_old;
    },
  }),
);

/** VAR 0 to 4. */
export const variants: readonly (readonly Change[])[] = [[], [early], [beforeNotifier], [underPteLock], [late]];
/** MCHK 0 and 1. */
export const migrateChecks: readonly (readonly Change[])[] = [[], [migrateEarly]];

/** GUP-fast trusts its first look. */
const norecheck = change(dma, edit =>
  edit.replace('recheck', (k, me) => {
    k.devices[me.device].pinned = 1;
  }),
);

/** The pin is dropped before the frame is marked dirty. */
const dlate = change(dma, edit =>
  edit
    .replace('write', (k, me, go) => {
      const device = k.devices[me.device];
      if (k.choose(2) === 1) {
        k.unpin(k.frames[device.frame]);
        k.forget(me.device);
        device.pinned = 0;
        return;
      }
      k.writeByDma(device);
      return go.write;
    })
    .replace('unpin', (k, me) => {
      const device = k.devices[me.device];
      k.frames[device.frame].dirty = 1;
      device.page = 0;
      device.frame = 0;
    }),
);

/** The dirty bit is tested before the count is frozen. */
const chkfirst = change(reclaim, edit =>
  edit
    .replace('freeze', (k, me, go) => {
      if (k.frames[me.frame].dirty !== 0) return go.put_back;
    })
    .replace('free_frame', (k, me, go) => {
      if (k.frames[me.frame].ref !== 2) return go.put_back;
      freeFrame(k, me.frame, me.attempt);
      return done;
    }),
);

/** The count is tested, but not frozen. */
const nofreeze = change(reclaim, edit =>
  edit
    .replace('freeze', (k, me, go) => {
      if (k.frames[me.frame].ref !== 2) return go.put_back;
    })
    .replace('free_frame', (k, me, go) => {
      if (k.frames[me.frame].dirty !== 0) return go.put_back;
      freeFrame(k, me.frame, me.attempt);
      return done;
    }),
);

export const mutants = { norecheck: [norecheck], dlate: [dlate], chkfirst: [chkfirst], nofreeze: [nofreeze] } as const;
export type Mutant = keyof typeof mutants;
export const mutantNames: readonly string[] = Object.keys(mutants);
