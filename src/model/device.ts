// Devices: who holds pins, and who listens to the mmu notifier. Their kinds do not depend on the kernel they run on.
import { record } from '../machine/index.js';
import { FRAME } from './folio.js';

/** What a device does when it is told that a range is invalidated. The numbers are what a frame holds. */
export const enum Client {
  /** Registers no notifier. */
  none = 0,
  /** i915 userptr before ed29c2691188: unbinds, waits for the GPU, and unpins inside the callback. */
  i915_unpins = 1,
  /** i915 userptr since ed29c2691188: waits for the GPU and keeps its pins. */
  i915_keeps = 2,
  /** Drops its secondary mapping; holds no pin (KVM, ODP, HMM). */
  mirror = 3,
}

export interface DeviceKind {
  readonly name: string;
  readonly client: Client;
  /** How it takes references: FOLL_PIN, FOLL_GET, as this kernel's direct I/O does, or not at all; or it has memory of its own. */
  readonly holds: 'pin' | 'get' | 'dio' | 'nothing' | 'memory';
  readonly longterm: boolean;
  readonly says: string;
}

export const DEVICE_KINDS: readonly DeviceKind[] = [
  { name: 'rdma', client: Client.none, holds: 'pin', longterm: true, says: 'an RDMA memory region: FOLL_PIN | FOLL_LONGTERM, no notifier' },
  { name: 'uring', client: Client.none, holds: 'pin', longterm: true, says: 'an io_uring registered buffer: FOLL_PIN | FOLL_LONGTERM' },
  { name: 'vfio', client: Client.none, holds: 'pin', longterm: true, says: 'VFIO device assignment: FOLL_PIN | FOLL_LONGTERM' },
  { name: 'xdp', client: Client.none, holds: 'pin', longterm: true, says: 'an AF_XDP umem: FOLL_PIN | FOLL_LONGTERM for writing' },
  {
    name: 'pvm',
    client: Client.none,
    holds: 'pin',
    longterm: false,
    says: 'process_vm_readv(), process_vm_writev(): FOLL_PIN while they copy',
  },
  { name: 'odirect', client: Client.none, holds: 'dio', longterm: false, says: 'O_DIRECT: FOLL_GET before 6.5, FOLL_PIN since' },
  { name: 'vmsplice', client: Client.none, holds: 'get', longterm: false, says: 'vmsplice(): a pipe holds FOLL_GET references' },
  { name: 'zerocopy', client: Client.none, holds: 'get', longterm: false, says: 'MSG_ZEROCOPY: a socket buffer holds FOLL_GET references' },
  {
    name: 'i915@v5.8',
    client: Client.i915_unpins,
    holds: 'pin',
    longterm: false,
    says: 'i915 userptr that unpins inside the notifier callback',
  },
  {
    name: 'i915@v5.13',
    client: Client.i915_keeps,
    holds: 'pin',
    longterm: false,
    says: 'i915 userptr that waits in the callback and keeps its pins',
  },
  { name: 'kvm', client: Client.mirror, holds: 'nothing', longterm: false, says: 'a KVM guest: secondary page tables, notifier, no pin' },
  {
    name: 'hmm',
    client: Client.mirror,
    holds: 'memory',
    longterm: false,
    says: 'an HMM client with memory of its own: mirrors, moves pages there (migrate_vma), no pin',
  },
  { name: 'odp', client: Client.mirror, holds: 'nothing', longterm: false, says: 'RDMA on-demand paging: mirrors through HMM, no pin' },
];

/** A pin that a device holds on one page of its process. */
export const Pin = record('Pin', {
  /** The frame; 0: no complete pin. */
  frame: FRAME,
  /** FOLL_GET: one reference instead of the bias. */
  get: 1,
  write: 1,
  /** Taken and rechecked, but GUP has not returned it yet: nobody is owed anything for it. */
  pending: 1,
  /** Ghost: user space itself replaced the mapping since (munmap, MADV_DONTNEED): coherence is no longer owed. */
  orphan: 1,
  /** References of this kind held at once; more than one only where a scenario says xN. */
  times: 22,
});

export const Device = record('Device', {
  /** A job runs: the notifier callback of an i915 waits for its end. */
  busy: 1,
  /** obj->mm.lock of an i915 object. */
  mutex: 1,
  /** Pages in its secondary page tables, a bit each. */
  mirrored: 8,
  /** Invalidations of its process that have started and not ended (mmu_notifier_count). */
  invalidating: 4,
});
