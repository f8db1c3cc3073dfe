// A mirror maps a page again: it faults the page in through the process, and waits until no invalidation is under way.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, MM, PAGE } from '../folio.js';
import { handle_pte_fault } from './handle_pte_fault.js';

export const Mirror = record('Mirror', { device: DEVICE, mm: MM, page: PAGE, hwpoison: 1 });

export const kvm_mmu_map = path('arch/x86/kvm/mmu/mmu.c:direct_page_fault() @v5.8', Mirror)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** mmu_notifier_retry(): the pfn and the sequence number are looked at together in the end, so one step stands for both. */
  mmu_notifier_retry(k, me, go) {
    const device = k.devices[me.device];
    const pte = k.pte(me.mm, me.page);
    if (!k.allows(me.mm, me.page, 1)) return go.mmap_read_unlock;
    if (pte.frame === 0) return go.hva_to_pfn;
    if (device.invalidating > 0) return wait;
    device.mirrored |= 1 << me.page;
    return go.mmap_read_unlock;
  },
  hva_to_pfn: calls(Mirror)(
    handle_pte_fault,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.write = 1;
    },
    (me, got) => {
      me.hwpoison = got.hwpoison;
    },
  ),
  /** KVM_PFN_ERR_HWPOISON: the guest gets the SIGBUS. */
  retry: { local: (me, go) => (me.hwpoison === 1 ? go.mmap_read_unlock : go.mmu_notifier_retry) },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
