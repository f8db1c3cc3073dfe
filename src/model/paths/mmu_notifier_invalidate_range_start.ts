// Tells every notifier client of an mm that a range is about to change. Clients may sleep, wait for hardware, and drop pins.
import { calls, done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { Client } from '../device.js';
import { DEVICE, MM, PAGE } from '../folio.js';
import { NOTIFIED_MAX } from '../state.js';
import { i915_gem_userptr_invalidate } from './i915_gem_userptr_invalidate.js';
import { kvm_mmu_notifier_invalidate_range_start } from './kvm_mmu_notifier_invalidate_range_start.js';
import { userptr_mn_invalidate_range_start } from './userptr_mn_invalidate_range_start.js';

/** The range: a page, and how many more. */
export const Range = record('Range', { mm: MM, page: PAGE, more: PAGE, device: DEVICE, client: 2, revoked: 1 });

export const mmu_notifier_invalidate_range_start = path('mm/mmu_notifier.c:mmu_notifier_invalidate_range_start() @v5.8', Range)({
  /** The subscriptions of the mm, one after the other. An mm without any costs one look. */
  mm_has_notifiers(k, me) {
    me.device = k.nextClient(me.mm, me.device);
    if (me.device === k.shape.devices.length) return done;
    me.client = k.shape.devices[me.device].kind.client;
    if (!k.shape.countNotified) return;
    for (let page = me.page; page <= me.page + me.more; page++) {
      const pte = k.pte(me.mm, page);
      if (pte.notified < NOTIFIED_MAX) pte.notified++;
    }
  },
  invalidate_range_start: calls(Range)(
    [userptr_mn_invalidate_range_start, i915_gem_userptr_invalidate, kvm_mmu_notifier_invalidate_range_start],
    (me, to) => {
      to.device = me.device;
      to.page = me.page;
      to.more = me.more;
    },
    (me, got) => {
      if (got.revoked === 1) me.revoked = 1;
      me.device++;
      me.client = Client.none;
    },
    (me) => me.client - 1,
  ),
  next_subscription: { local: (_me, go) => go.mm_has_notifiers },
});
