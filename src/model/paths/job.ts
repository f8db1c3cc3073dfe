// A job on a device: while it runs, a notifier callback that has to stop the device waits for it.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE } from '../folio.js';

export const Job = record('Job', { device: DEVICE, busy: 1 });

export const job = path('hardware:job() @any', Job)({
  busy(k, me) {
    k.devices[me.device].busy = me.busy;
    return done;
  },
});
