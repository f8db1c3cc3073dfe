// i915 userptr before v5.13 as a notifier client: it stops the GPU and lets the pages go, inside the callback.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, PAGE } from '../folio.js';
import { See } from '../properties.js';
import { i915_gem_userptr_put_pages } from './i915_gem_userptr_put_pages.js';

/** One frame for all clients, so that a notifier can call whichever is subscribed. */
export const Invalidate = record('Invalidate', { device: DEVICE, page: PAGE, more: PAGE, revoked: 1 });

export const userptr_mn_invalidate_range_start = path(
  'drivers/gpu/drm/i915/gem/i915_gem_userptr.c:userptr_mn_invalidate_range_start() @v5.8',
  Invalidate,
)({
  /** A range without an active object is nobody's business here. */
  interval_tree_iter_first(k, me) {
    while (me.more > 0 && k.pin(me.device, me.page).frame === 0) {
      me.page++;
      me.more--;
    }
    if (k.pin(me.device, me.page).frame === 0) return done;
    k.observe(See.deviceWaits, k.devices[me.device].busy === 1);
  },
  /** Waits for the GPU. */
  i915_gem_object_unbind(k, me) {
    if (k.devices[me.device].busy === 1) return wait;
    if (k.pin(me.device, me.page).frame !== 0) me.revoked = 1;
  },
  i915_gem_userptr_put_pages: calls(Invalidate)(i915_gem_userptr_put_pages, (me, to) => {
    to.device = me.device;
    to.page = me.page;
    to.make_dirty = 1;
  }),
  interval_tree_iter_next: {
    local: (me, go) => {
      if (me.more === 0) return done;
      me.page++;
      me.more--;
      return go.interval_tree_iter_first;
    },
  },
});
