// v5.14: migration unmaps with a function of its own. Nothing else changes, but that try_to_unmap() knows no migration any more.
import { calls, change } from '../../machine/index.js';
import {
  Migration,
  SplitPage,
  split_huge_page_to_list,
  try_to_migrate,
  try_to_unmap,
  try_to_unmap_one,
  unmap_and_move,
} from '../../model/index.js';
import { commit } from '../commit.js';
import { huge_page_migrates } from './hugetlb-parts.js';
import { device_migrates } from './migrate-vma.js';

export const a98a2f0c8ce1 = commit(
  {
    id: 'a98a2f0c8ce1',
    subject: 'mm/rmap: split migration into its own function',
    since: 'v5.14',
    says: 'try_to_migrate() replaces try_to_unmap(TTU_MIGRATION): a test in try_to_unmap_one() no longer stands in its way.',
  },
  change(split_huge_page_to_list, edit =>
    edit.replace(
      'unmap_page',
      calls(SplitPage)(
        [try_to_migrate, try_to_unmap],
        (me, to) => {
          to.folio = me.folio;
          to.page = me.page;
          to.more = me.more;
          to.split_pmd = me.huge;
          to.ignore_mlock = me.file;
          to.ignore_hwpoison = me.file;
          to.flush = me.file;
        },
        (me, got) => {
          me.unmapped = got.unmapped;
          me.revoked = got.revoked;
          me.cleared = got.cleared;
        },
        me => me.file,
      ),
    ),
  ),
  change(try_to_unmap_one, edit =>
    edit.remove('TTU_MIGRATION').remove('make_migration_entry'),
  ),
  change(unmap_and_move, edit =>
    edit
      .replace(
        'try_to_unmap',
        calls(Migration)(
          try_to_migrate,
          (me, to) => {
            to.folio = me.folio;
            to.page = me.page;
            to.more = me.more;
          },
          (me, got) => {
            me.unmapped = got.unmapped;
            me.revoked = got.revoked;
          },
        ),
      )
      .rename('try_to_unmap', 'try_to_migrate'),
  ),
  device_migrates,
  huge_page_migrates,
);
