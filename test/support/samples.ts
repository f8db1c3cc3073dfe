// Scenario files for tests of the command line, one for each way that a check can end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A shipped scenario that is violated on the first kernels, as it expects. */
export const shown = 'useless-notifier-settled';

/** Violated on the first kernels; what it expects is replaced. */
const settled = (expect: string): string => `asks: Does reclaim disturb a client for a page that is pinned all along?
memory: { A: anon }
devices: { nic: uring, gpu: kvm watches mm0 }
threads:
  nic: [pin A write longterm]
  reclaimer as kswapd: [wait until pinned(A by nic), reclaim A]
never: [useless-invalidation]
expect: ${expect}
`;
/** More states than any test waits for, and nothing bad among them. */
const endless = `asks: Do the counts add up for ever?
memory: { A: anon, B: anon }
devices: { nic: uring, gpu: kvm watches mm0 }
threads:
  nic:
    - loop: [pin A write longterm, dma A write, unpin A dirty]
  reclaimer as kswapd: [loop: [reclaim A, reclaim B]]
  cpu: [loop: [read A, write A, read B]]
  cpu2: [loop: [write A, write B]]
never: [CNT]
`;
const observed = `asks: Can a page be read back that nobody has pinned?
kernels: v5.8..v5.9
memory: { A: anon }
threads:
  reclaimer as kswapd: [reclaim A]
  cpu: [read A]
exists: cpu.1 = init
sometimes: [kept-pinned]
never: [device-waits]
expect: { others: { exists: holds, kept-pinned: unreached, device-waits: holds } }
`;
const wrong = 'asks: Is this right?\nmemory: { A: anno }\nthreads: { r: [reclam A, read B] }\n';

/** A folder with the samples in it, for one test file. */
export function sampleFolder(): { readonly folder: string; file(name: string): string } {
  const folder = mkdtempSync(join(tmpdir(), 'pinproof-cli-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files = {
    'right.yaml': settled('{ v5.8..5.10.7: violated, others: holds }'),
    'unexpected.yaml': settled('{ others: holds }'),
    'endless.yaml': endless,
    'observed.yaml': observed,
    'wrong.yaml': wrong,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, file: name => join(folder, name) };
}
