// i915 lets go of the pages of an object: from its own code, or from inside the notifier callback before v5.13.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, FRAME, PAGE } from '../folio.js';

export const PutPages = record('PutPages', { device: DEVICE, page: PAGE, make_dirty: 1, folio: FRAME });

export const i915_gem_userptr_put_pages = path('drivers/gpu/drm/i915/gem/i915_gem_userptr.c:i915_gem_userptr_put_pages() @v5.8', PutPages)({
  /** obj->mm.lock: the callback and the driver's own code do not let go of one page at once. */
  mutex_lock(k, me) {
    const device = k.devices[me.device];
    const { frame } = k.pin(me.device, me.page);
    if (device.mutex === 1) return wait;
    if (frame === 0) return done;
    device.mutex = 1;
    me.folio = frame;
  },
  /** Dirtied by trylock only: reclaim may hold the page lock and be waiting for this callback. Then nothing is dirtied. */
  trylock_page(k, me) {
    const folio = k.folio(me.folio);
    if (me.make_dirty === 1 && folio.locked === 0) k.set_page_dirty(me.folio);
  },
  unpin_user_page(k, me) {
    k.unpin(me.device, me.page);
  },
  mutex_unlock(k, me) {
    k.devices[me.device].mutex = 0;
    return done;
  },
});
