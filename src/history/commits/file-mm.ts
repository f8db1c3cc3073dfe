// What changed for pages of files between v5.8 and v6.2, outside of GUP: truncation, drop_caches, zap, userfaultfd.
import { change, done } from '../../machine/index.js';
import { Backing, change_pte_range, Errno, invalidate_mapping_pages, unmap_mapping_range, zap_pte_range } from '../../model/index.js';
import { commit } from '../commit.js';

export const c5abfd71d936a = commit(
  {
    id: '5abfd71d936a',
    subject: "mm: don't skip swap entry even if zap_details specified",
    since: 'v5.18',
    says: 'Truncation takes private copies away that are in swap, too. Before, they survived it.',
  },
  change(unmap_mapping_range, edit =>
    edit.replace('vma_interval_tree_foreach', (k, me) => {
      const mms = k.i_mmap(me.page, me.more);
      let { next } = me;
      while (next < k.shape.mms && ((mms >>> next) & 1) === 0) next++;
      me.mm = next & 3;
      me.next = next + 1;
      me.keep_swap = me.even_cows === 1 ? 0 : 1;
      if (next < k.shape.mms) return;
      me.mm = 0;
      me.next = 0;
      me.keep_swap = 0;
      return done;
    }),
  ),
);

export const e41c81d0d30e = commit(
  {
    id: 'e41c81d0d30e',
    subject: 'mm/truncate: Replace page_mapped() call in invalidate_inode_page()',
    since: 'v5.18',
    says: 'drop_caches and fadvise count references before they take the buffers away: a pinned page keeps them.',
  },
  change(invalidate_mapping_pages, edit =>
    edit.replace('invalidate_inode_page', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.mapping === 0 || folio.dirty === 1 || folio.writeback === 1) return go.unlock_page;
      if (folio.ref > 1 + k.nr_pages(me.folio) + folio.private) return go.unlock_page;
    }),
  ),
);

export const b1f9e876862d = commit(
  {
    id: 'b1f9e876862d',
    subject: 'mm/uffd: enable write protection for shmem & hugetlbfs',
    since: 'v5.19',
    says: 'Mappings of tmpfs can be write-protected by userfaultfd; before, EINVAL.',
  },
  change(change_pte_range, edit =>
    edit.replace('vma_can_userfault', {
      local(me, go) {
        if (me.uffd === 0 || me.backing !== Backing.file) return go.mmap_write_lock;
        me.error = Errno.EINVAL;
        return done;
      },
    }),
  ),
);

export const c5df397dec7c4 = commit(
  {
    id: '5df397dec7c4',
    subject: 'mm: delay page_remove_rmap() until after the TLB has been flushed',
    since: 'v6.2',
    says: 'A dirty page of a shared mapping counts as mapped until no TLB can write to it: whoever cleans it waits for the PTL meanwhile.',
  },
  change(zap_pte_range, edit =>
    edit
      .replace('page_remove_rmap', (k, me, go) => {
        if (me.force_flush === 1) return go.tlb_flush_mmu_tlbonly;
        k.page_remove_rmap(me.folio);
        return go.pte_unmap_unlock;
      })
      .after('tlb_flush_mmu_tlbonly', {
        tlb_flush_rmaps(k, me) {
          k.page_remove_rmap(me.folio);
        },
      }),
  ),
);
