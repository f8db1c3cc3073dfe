// i915 userptr since v5.13 (ed29c2691188) as a notifier client: it waits for the GPU and keeps its pins until the next submission.
import { done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { See } from '../properties.js';
import { Invalidate } from './userptr_mn_invalidate_range_start.js';

export const i915_gem_userptr_invalidate = path(
  'drivers/gpu/drm/i915/gem/i915_gem_userptr.c:i915_gem_userptr_invalidate() @v5.13',
  Invalidate,
)({
  /** The object has to be set up again before it is used. */
  mmu_interval_set_seq(k, me) {
    while (me.more > 0 && k.pin(me.device, me.page).frame === 0) {
      me.page++;
      me.more--;
    }
    if (k.pin(me.device, me.page).frame === 0) return done;
    k.observe(See.deviceWaits, k.devices[me.device].busy === 1);
  },
  dma_resv_wait_timeout(k, me) {
    if (k.devices[me.device].busy === 1) return wait;
    if (k.pin(me.device, me.page).frame !== 0) me.revoked = 1;
    return done;
  },
});
