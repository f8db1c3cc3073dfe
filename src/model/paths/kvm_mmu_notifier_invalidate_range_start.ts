// A client that mirrors the page tables and holds no pin: KVM, on-demand paging, HMM.
import { done } from '../../machine/index.js';
import { path } from '../declare.js';
import { Invalidate } from './userptr_mn_invalidate_range_start.js';

export const kvm_mmu_notifier_invalidate_range_start = path(
  'virt/kvm/kvm_main.c:kvm_mmu_notifier_invalidate_range_start() @v5.8',
  Invalidate,
)({
  kvm_unmap_hva_range(k, me) {
    const device = k.devices[me.device];
    const bit = ((2 << me.more) - 1) << me.page;
    device.invalidating++;
    if ((device.mirrored & bit) === 0) return done;
    device.mirrored &= ~bit;
    me.revoked = 1;
    return done;
  },
});
