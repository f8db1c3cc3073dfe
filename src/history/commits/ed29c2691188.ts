// v5.13: the i915 callback waits for the GPU and keeps its pins. Nothing in mm changes, but an unmap no longer gets the page back.
import { commit } from '../commit.js';

export const ed29c2691188 = commit({
  id: 'ed29c2691188',
  subject: 'drm/i915: Fix userptr so we do not have to worry about obj->mm.lock, v7.',
  since: 'v5.13',
  says: 'i915 userptr objects keep their pins through an invalidation: the whole wait is useless for reclaim.',
  device: 'i915@v5.13',
});
