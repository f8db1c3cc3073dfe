// An option: some file is mapped straight from memory that keeps its contents (fs-DAX). A scenario with one gets it.
import { change, done } from '../../machine/index.js';
import { Filesystem, pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

export const fsDax = commit(
  {
    id: 'fs-DAX',
    subject: 'FOLL_LONGTERM asks vma_is_fsdax()',
    since: '-',
    says: 'A long-term pin of a mapping of an fs-DAX file is EOPNOTSUPP: its pages are the blocks, which truncation gives to another file.',
  },
  change(pin_user_pages_fast, edit =>
    edit
      .before('try_grab_compound_head', {
        /** The walk knows no mapping, but the entry says what it maps: a copy in a private mapping is an ordinary page. */
        pte_devmap(k, me, go) {
          if (me.longterm === 1 && k.filesystem(me.page) === Filesystem.dax && k.folio(me.folio).file === 1) return go.gup_slow;
        },
      })
      .after('check_vma_flags', {
        vma_is_fsdax(k, me) {
          if (me.longterm === 0 || k.filesystem(me.page) !== Filesystem.dax) return;
          k.mmap_read_unlock(me.mm);
          return done;
        },
      }),
  ),
);
