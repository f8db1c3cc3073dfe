// The base: every path as v5.8 has it, the kernel of the thread.
import type { AnyPath } from '../machine/index.js';
import { __alloc_contig_migrate_range } from './paths/__alloc_contig_migrate_range.js';
import { __alloc_pages_direct_reclaim } from './paths/__alloc_pages_direct_reclaim.js';
import { __collapse_huge_page_copy } from './paths/__collapse_huge_page_copy.js';
import { __collapse_huge_page_isolate } from './paths/__collapse_huge_page_isolate.js';
import { __split_huge_pmd } from './paths/__split_huge_pmd.js';
import { __unmap_hugepage_range } from './paths/__unmap_hugepage_range.js';
import { add_page_for_migration } from './paths/add_page_for_migration.js';
import { lru_add_drain, swap_io } from './paths/background.js';
import { bio_iov_iter_get_pages } from './paths/bio_iov_iter_get_pages.js';
import { break_ksm } from './paths/break_ksm.js';
import { change_prot_numa } from './paths/change_prot_numa.js';
import { change_pte_range } from './paths/change_pte_range.js';
import { check_and_migrate_cma_pages } from './paths/check_and_migrate_cma_pages.js';
import { clear_refs_pte_range } from './paths/clear_refs_pte_range.js';
import { cmp_and_merge_page } from './paths/cmp_and_merge_page.js';
import { collapse_file } from './paths/collapse_file.js';
import { collapse_huge_page } from './paths/collapse_huge_page.js';
import { compact_zone } from './paths/compact_zone.js';
import { copy_huge_pmd } from './paths/copy_huge_pmd.js';
import { copy_hugetlb_page_range } from './paths/copy_hugetlb_page_range.js';
import { copy_page_range } from './paths/copy_page_range.js';
import { copy_pte_range } from './paths/copy_pte_range.js';
import { cpu_access } from './paths/cpu_access.js';
import { demote_page_list } from './paths/demote_page_list.js';
import { dma } from './paths/dma.js';
import { dmirror_devmem_fault, dmirror_migrate } from './paths/dmirror_migrate.js';
import { do_anonymous_page } from './paths/do_anonymous_page.js';
import { do_fault } from './paths/do_fault.js';
import { do_huge_pmd_anonymous_page } from './paths/do_huge_pmd_anonymous_page.js';
import { do_huge_pmd_numa_page } from './paths/do_huge_pmd_numa_page.js';
import { do_huge_pmd_wp_page } from './paths/do_huge_pmd_wp_page.js';
import { do_mbind } from './paths/do_mbind.js';
import { do_migrate_range } from './paths/do_migrate_range.js';
import { do_numa_page } from './paths/do_numa_page.js';
import { do_page_mkwrite } from './paths/do_page_mkwrite.js';
import { do_pages_move } from './paths/do_pages_move.js';
import { do_swap_page } from './paths/do_swap_page.js';
import { do_wp_page } from './paths/do_wp_page.js';
import { dup_mmap } from './paths/dup_mmap.js';
import { exit_mmap } from './paths/exit_mmap.js';
import { filemap_fault } from './paths/filemap_fault.js';
import { generic_fadvise } from './paths/generic_fadvise.js';
import { generic_file_direct_write } from './paths/generic_file_direct_write.js';
import { generic_perform_write } from './paths/generic_perform_write.js';
import { handle_pte_fault } from './paths/handle_pte_fault.js';
import { hugepage_vma_check } from './paths/hugepage_vma_check.js';
import { hugetlb_change_protection } from './paths/hugetlb_change_protection.js';
import { hugetlb_cow } from './paths/hugetlb_cow.js';
import { hugetlb_fault } from './paths/hugetlb_fault.js';
import { hugetlb_no_page } from './paths/hugetlb_no_page.js';
import { hugetlb_vm_op_split } from './paths/hugetlb_vm_op_split.js';
import { i915_gem_userptr_invalidate } from './paths/i915_gem_userptr_invalidate.js';
import { i915_gem_userptr_put_pages } from './paths/i915_gem_userptr_put_pages.js';
import { invalidate_inode_pages2_range } from './paths/invalidate_inode_pages2_range.js';
import { invalidate_mapping_pages } from './paths/invalidate_mapping_pages.js';
import { io_pin_pages } from './paths/io_pin_pages.js';
import { is_pinnable_page } from './paths/is_pinnable_page.js';
import { isolate_migratepages_block } from './paths/isolate_migratepages_block.js';
import { job } from './paths/job.js';
import { khugepaged_scan_pmd } from './paths/khugepaged_scan_pmd.js';
import { ksm_madvise } from './paths/ksm_madvise.js';
import { kvm_mmu_map } from './paths/kvm_mmu_map.js';
import { kvm_mmu_notifier_invalidate_range_start } from './paths/kvm_mmu_notifier_invalidate_range_start.js';
import { madvise_behavior } from './paths/madvise_behavior.js';
import { madvise_cold_or_pageout_pte_range } from './paths/madvise_cold_or_pageout_pte_range.js';
import { madvise_collapse } from './paths/madvise_collapse.js';
import { madvise_dontneed_single_vma } from './paths/madvise_dontneed_single_vma.js';
import { madvise_free_pte_range } from './paths/madvise_free_pte_range.js';
import { madvise_inject_error } from './paths/madvise_inject_error.js';
import { madvise_remove } from './paths/madvise_remove.js';
import { mcopy_atomic_pte } from './paths/mcopy_atomic_pte.js';
import { me_huge_page } from './paths/me_huge_page.js';
import { memory_failure } from './paths/memory_failure.js';
import { migrate_folio_move } from './paths/migrate_folio_move.js';
import { migrate_folio_unmap } from './paths/migrate_folio_unmap.js';
import { migrate_misplaced_transhuge_page } from './paths/migrate_misplaced_transhuge_page.js';
import { migrate_pages } from './paths/migrate_pages.js';
import { migrate_pages_batch } from './paths/migrate_pages_batch.js';
import { migrate_vma_collect_pmd } from './paths/migrate_vma_collect_pmd.js';
import { migrate_vma_pages } from './paths/migrate_vma_pages.js';
import { migrate_vma_setup } from './paths/migrate_vma_setup.js';
import { migration_entry_wait } from './paths/migration_entry_wait.js';
import { mmu_notifier_invalidate_range_end } from './paths/mmu_notifier_invalidate_range_end.js';
import { mmu_notifier_invalidate_range_start } from './paths/mmu_notifier_invalidate_range_start.js';
import { move_hugetlb_page_tables } from './paths/move_hugetlb_page_tables.js';
import { move_pages_huge_pmd } from './paths/move_pages_huge_pmd.js';
import { move_present_pte } from './paths/move_present_pte.js';
import { move_ptes } from './paths/move_ptes.js';
import { move_to_new_page } from './paths/move_to_new_page.js';
import { munlock_vma_pages_range } from './paths/munlock_vma_pages_range.js';
import { offline_pages } from './paths/offline_pages.js';
import { page_mkclean } from './paths/page_mkclean.js';
import { page_mlock_one } from './paths/page_mlock_one.js';
import { pin_user_pages_fast } from './paths/pin_user_pages_fast.js';
import { populate_vma_page_range } from './paths/populate_vma_page_range.js';
import { remove_inode_hugepages } from './paths/remove_inode_hugepages.js';
import { remove_migration_ptes } from './paths/remove_migration_ptes.js';
import { set_pmd_migration_entry } from './paths/set_pmd_migration_entry.js';
import { shmem_getpage_gfp } from './paths/shmem_getpage_gfp.js';
import { shmem_writepage } from './paths/shmem_writepage.js';
import { shrink_inactive_list } from './paths/shrink_inactive_list.js';
import { shrink_page_list } from './paths/shrink_page_list.js';
import { soft_offline_page } from './paths/soft_offline_page.js';
import { split_huge_page_to_list } from './paths/split_huge_page_to_list.js';
import { split_huge_pages_pid } from './paths/split_huge_pages_pid.js';
import { split_vma } from './paths/split_vma.js';
import { truncate_inode_pages_range } from './paths/truncate_inode_pages_range.js';
import { try_to_merge_one_page } from './paths/try_to_merge_one_page.js';
import { try_to_migrate } from './paths/try_to_migrate.js';
import { try_to_migrate_one } from './paths/try_to_migrate_one.js';
import { try_to_munlock } from './paths/try_to_munlock.js';
import { try_to_unmap } from './paths/try_to_unmap.js';
import { try_to_unmap_one } from './paths/try_to_unmap_one.js';
import { try_to_unuse } from './paths/try_to_unuse.js';
import { unmap_and_move } from './paths/unmap_and_move.js';
import { unmap_and_move_huge_page } from './paths/unmap_and_move_huge_page.js';
import { unmap_hugepage_range } from './paths/unmap_hugepage_range.js';
import { unmap_mapping_range } from './paths/unmap_mapping_range.js';
import { unmap_ref_private } from './paths/unmap_ref_private.js';
import { unmap_region } from './paths/unmap_region.js';
import { unpin_user_page } from './paths/unpin_user_page.js';
import { userfaultfd_register } from './paths/userfaultfd_register.js';
import { userptr_mn_invalidate_range_start } from './paths/userptr_mn_invalidate_range_start.js';
import { vma_to_resize } from './paths/vma_to_resize.js';
import { wp_page_copy } from './paths/wp_page_copy.js';
import { wp_page_shared } from './paths/wp_page_shared.js';
import { write_cache_pages } from './paths/write_cache_pages.js';
import { xfs_file_remap_range } from './paths/xfs_file_remap_range.js';
import { zap_pte_range } from './paths/zap_pte_range.js';

export const BASE: readonly AnyPath[] = [
  cpu_access,
  handle_pte_fault,
  do_anonymous_page,
  do_huge_pmd_anonymous_page,
  do_fault,
  filemap_fault,
  shmem_getpage_gfp,
  do_page_mkwrite,
  generic_perform_write,
  page_mkclean,
  write_cache_pages,
  xfs_file_remap_range,
  unmap_mapping_range,
  truncate_inode_pages_range,
  madvise_remove,
  invalidate_mapping_pages,
  generic_fadvise,
  invalidate_inode_pages2_range,
  generic_file_direct_write,
  do_swap_page,
  do_wp_page,
  wp_page_copy,
  wp_page_shared,
  pin_user_pages_fast,
  bio_iov_iter_get_pages,
  io_pin_pages,
  unpin_user_page,
  dma,
  __alloc_pages_direct_reclaim,
  shrink_inactive_list,
  madvise_cold_or_pageout_pte_range,
  shrink_page_list,
  shmem_writepage,
  try_to_unmap,
  try_to_unmap_one,
  set_pmd_migration_entry,
  khugepaged_scan_pmd,
  madvise_collapse,
  collapse_huge_page,
  collapse_file,
  __collapse_huge_page_isolate,
  __collapse_huge_page_copy,
  try_to_migrate,
  try_to_migrate_one,
  remove_migration_ptes,
  migration_entry_wait,
  migrate_pages,
  unmap_and_move,
  move_to_new_page,
  migrate_pages_batch,
  migrate_folio_unmap,
  migrate_folio_move,
  do_migrate_range,
  do_numa_page,
  do_huge_pmd_numa_page,
  migrate_misplaced_transhuge_page,
  change_prot_numa,
  demote_page_list,
  offline_pages,
  __alloc_contig_migrate_range,
  isolate_migratepages_block,
  compact_zone,
  do_pages_move,
  do_mbind,
  mmu_notifier_invalidate_range_start,
  mmu_notifier_invalidate_range_end,
  i915_gem_userptr_put_pages,
  userptr_mn_invalidate_range_start,
  i915_gem_userptr_invalidate,
  kvm_mmu_notifier_invalidate_range_start,
  zap_pte_range,
  __split_huge_pmd,
  split_huge_pages_pid,
  split_huge_page_to_list,
  do_huge_pmd_wp_page,
  madvise_dontneed_single_vma,
  split_vma,
  unmap_region,
  change_pte_range,
  clear_refs_pte_range,
  move_ptes,
  userfaultfd_register,
  mcopy_atomic_pte,
  move_present_pte,
  move_pages_huge_pmd,
  populate_vma_page_range,
  try_to_unuse,
  madvise_free_pte_range,
  munlock_vma_pages_range,
  try_to_munlock,
  page_mlock_one,
  memory_failure,
  me_huge_page,
  soft_offline_page,
  is_pinnable_page,
  check_and_migrate_cma_pages,
  madvise_inject_error,
  dup_mmap,
  copy_page_range,
  copy_pte_range,
  copy_huge_pmd,
  madvise_behavior,
  exit_mmap,
  dmirror_migrate,
  dmirror_devmem_fault,
  migrate_vma_setup,
  migrate_vma_collect_pmd,
  migrate_vma_pages,
  try_to_merge_one_page,
  break_ksm,
  ksm_madvise,
  cmp_and_merge_page,
  hugetlb_fault,
  hugetlb_no_page,
  hugetlb_cow,
  unmap_ref_private,
  unmap_hugepage_range,
  __unmap_hugepage_range,
  copy_hugetlb_page_range,
  hugetlb_change_protection,
  move_hugetlb_page_tables,
  unmap_and_move_huge_page,
  add_page_for_migration,
  remove_inode_hugepages,
  hugetlb_vm_op_split,
  hugepage_vma_check,
  vma_to_resize,
  job,
  kvm_mmu_map,
  swap_io,
  lru_add_drain,
];
