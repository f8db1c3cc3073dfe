// v5.14: memfd_secret(): memory that the kernel itself has not mapped, and that nobody may refer to.
import { change, done } from '../../machine/index.js';
import { commit } from '../commit.js';
import { grab_in_two } from './c24d37322548.js';

export const c1507f51255c9 = commit(
  {
    id: '1507f51255c9',
    subject: 'mm: introduce memfd_secret system call to create "secret" memory areas',
    since: 'v5.14',
    says: 'Neither FOLL_PIN nor FOLL_GET can be had on secret memory: EFAULT.',
  },
  change(grab_in_two.path, edit =>
    edit
      .before('pte_val', {
        page_is_secretmem(k, me, go) {
          if (k.is_secretmem(me.page)) return go.put_compound_head;
        },
      })
      .before('follow_page_pte', {
        vma_is_secretmem(k, me) {
          if (!k.is_secretmem(me.page)) return;
          k.mmap_read_unlock(me.mm);
          return done;
        },
      }),
  ),
);
