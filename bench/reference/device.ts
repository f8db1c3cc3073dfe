// A device pins a page as GUP-fast does (look, take, look again), writes to it by DMA, and unpins it dirty.
// It takes no lock: only the reference count tells others that it is there.
import { done, record, wait } from '../../src/machine/index.js';
import { BIAS, path } from './memory.js';

/** device: which one this is. What it looked up stands in its record, where others see the pin. */
const Dma = record('Dma', { device: 3 });

export const dma = path(
  'pinreclaim:pin_and_dma() @2020-06',
  Dma,
)({
  look_up(k, me) {
    const p = k.choose(k.config.pages) + 1;
    const { frame } = k.pte(me.device % k.config.mappings, p);
    if (frame === 0 || frame === k.migrating) return wait;
    const device = k.devices[me.device];
    device.page = p;
    device.frame = frame;
  },
  try_grab(k, me) {
    const device = k.devices[me.device];
    const frame = k.frames[device.frame];
    if (frame.ref === 0) {
      device.page = 0;
      device.frame = 0;
      return done;
    }
    frame.ref += BIAS;
  },
  /** The reference may have come after the unmap: then the frame is not ours to write to. */
  recheck(k, me) {
    const device = k.devices[me.device];
    if (k.pte(me.device % k.config.mappings, device.page).frame === device.frame) {
      device.pinned = 1;
      return;
    }
    k.unpin(k.frames[device.frame]);
    device.page = 0;
    device.frame = 0;
    return done;
  },
  /** Any number of writes, then the end of the transfer. */
  write(k, me, go) {
    const device = k.devices[me.device];
    if (k.choose(2) === 1) {
      k.frames[device.frame].dirty = 1;
      return;
    }
    k.writeByDma(device);
    return go.write;
  },
  unpin(k, me) {
    const device = k.devices[me.device];
    k.unpin(k.frames[device.frame]);
    k.forget(me.device);
    device.page = 0;
    device.frame = 0;
    device.pinned = 0;
  },
});
