// The measured cases of hugetlbfs: a huge page is one page of the model, and what is asked of a part of it is refused or means all of it.
import type { Item } from '../machine/index.js';
import {
  Errno,
  hugepage_vma_check,
  hugetlb_vm_op_split,
  madvise_dontneed_single_vma,
  remove_inode_hugepages,
  unmap_region,
  vma_to_resize,
  type World,
} from '../model/index.js';
import { runs } from './item.js';

/** Kind and sharing of memory, as a scenario has them. */
export const HUGETLB: Readonly<Record<string, string>> = {
  hugetlb: 'hugetlb',
  hugetlb_shared: 'hugetlb shared',
};

type Answer = (error: Errno) => void;
type Operation = (answer: Answer) => Item<World>[];
const answers = (title: string, path: Parameters<typeof runs>[1], locals = {}): Operation => {
  return answer => [
    runs(title, path, locals, (_k, me: { error: Errno }) => {
      if (me.error !== Errno.none) answer(me.error);
    }),
  ];
};
const refused = answers('a part', hugetlb_vm_op_split);
const dontneedPart = answers('dontneed', madvise_dontneed_single_vma, { unaligned: 1 });
const unmap = runs('munmap', unmap_region, {});
const map = runs('mmap', unmap_region, { again: 1 });
/** The file of an anonymous shared mapping goes with the mapping. */
const evict = runs('evict', remove_inode_hugepages, {});

/** Of any kind. */
const PARTS: Readonly<Record<string, Operation>> = {
  collapse: answers('collapse', hugepage_vma_check),
  dontneed_pg: dontneedPart,
  dontneed_sub: dontneedPart,
  munmap_pg: refused,
  munmap_sub: refused,
  mprotect_pg: refused,
  mprotect_sub: refused,
  mremap_dontunmap: answers('mremap', vma_to_resize),
};
export const HUGETLB_OPS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  hugetlb: PARTS,
  hugetlb_shared: { ...PARTS, munmap: () => [unmap, evict], munmap_remap: () => [unmap, evict, map] },
};
/** Advice about a part that is refused for all of it, too. */
export const HUGETLB_WHOLE: Readonly<Record<string, string>> = {
  pageout_pg: 'pageout',
  pageout_sub: 'pageout',
  free_sub: 'free',
  free_pg: 'free',
};
