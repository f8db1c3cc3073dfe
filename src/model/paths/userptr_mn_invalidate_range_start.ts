// i915 userptr before v5.13 as a notifier client: it stops the GPU and lets the pages go, inside the callback.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, FRAME, PAGE } from '../folio.js';
import { See } from '../properties.js';

/** One frame for all clients, so that a notifier can call whichever is subscribed. */
export const Invalidate = record('Invalidate', { device: DEVICE, page: PAGE, revoked: 1, folio: FRAME });

export const userptr_mn_invalidate_range_start = path(
  'drivers/gpu/drm/i915/gem/i915_gem_userptr.c:userptr_mn_invalidate_range_start() @v5.8',
  Invalidate,
)({
  interval_tree_iter_first(k, me) {
    if (k.pin(me.device, me.page).frame === 0) return done;
    k.observe(See.deviceWaits, k.devices[me.device].busy === 1);
  },
  /** Waits for the GPU. */
  i915_gem_object_unbind(k, me) {
    const pin = k.pin(me.device, me.page);
    if (k.devices[me.device].busy === 1) return wait;
    if (pin.frame === 0) return done;
    me.revoked = 1;
    me.folio = pin.frame;
  },
  /** put_pages dirties by trylock only: reclaim holds the page lock here, and then nothing is dirtied. */
  trylock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 0) folio.dirty = 1;
  },
  unpin_user_page(k, me) {
    if (k.pin(me.device, me.page).frame === me.folio) k.unpin(me.device, me.page);
    return done;
  },
});
