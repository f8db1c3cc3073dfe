// Kernels: the base plus an ordered series of commits. Stable trees are a mainline prefix plus backports.
import { compose, type Links } from '../machine/index.js';
import { BASE } from '../model/index.js';
import type { Commit } from './commit.js';
import { c1cb5d11a370f } from './commits/1cb5d11a370f.js';
import { a7e689dd1c06, c1ccf164ec866, c403b6fb8dac1 } from './commits/1ccf164ec866.js';
import { c1da190f4d0a6 } from './commits/1da190f4d0a6.js';
import { c2e3468778dbe } from './commits/2e3468778dbe.js';
import { c3bff7e3f1f16 } from './commits/3bff7e3f1f16.js';
import { c3f5d30636d2a } from './commits/3f5d30636d2a.js';
import { c4ca9b3859dac } from './commits/4ca9b3859dac.js';
import { c2ef7dbb26990, c5dfab109d519, c7e12beb8ca2a } from './commits/5dfab109d519.js';
import { c6c8e2a256915 } from './commits/6c8e2a256915.js';
import { c6cce3314b928 } from './commits/6cce3314b928.js';
import { c14a762dd1977 } from './commits/14a762dd1977.js';
import { c26aa2d199d6f } from './commits/26aa2d199d6f.js';
import { c29a951dfb3c3 } from './commits/29a951dfb3c3.js';
import { c57efa1fe5957 } from './commits/57efa1fe5957.js';
import { c64fe24a3e05e } from './commits/64fe24a3e05e.js';
import { c70e806e4e645 } from './commits/70e806e4e645.js';
import { c72e315f7a750 } from './commits/72e315f7a750.js';
import { c008cfe4418b3 } from './commits/008cfe4418b3.js';
import { c662df3e5c376 } from './commits/662df3e5c376.js';
import { c820c4e2e6f51 } from './commits/820c4e2e6f51.js';
import { c912efa17e512 } from './commits/912efa17e512.js';
import { c1507f51255c9 } from './commits/1507f51255c9.js';
import { c5232c63f46fd } from './commits/5232c63f46fd.js';
import { c5535be309971 } from './commits/5535be309971.js';
import { c9348b73c2e1b } from './commits/9348b73c2e1b.js';
import { c09854ba94c6a } from './commits/09854ba94c6a.js';
import { c84209e87c696 } from './commits/84209e87c696.js';
import { c931298e103c2 } from './commits/931298e103c2.js';
import { a98a2f0c8ce1 } from './commits/a98a2f0c8ce1.js';
import { a308c71bf1e6 } from './commits/a308c71bf1e6.js';
import { adef440691ba } from './commits/adef440691ba.js';
import { a7f226604170, c6c287605fd56, c78fbe906cc90, c088b8aa537c2, c1493a1913e34, c89357e27f20 } from './commits/anon-exclusive.js';
import { cc24d37322548 } from './commits/c24d37322548.js';
import { c8070b787519 } from './commits/c8070b787519.js';
import { cc5095747edf } from './commits/cc5095747edf.js';
import { cea86fe246b6 } from './commits/cea86fe246b6.js';
import { c7d8faaf15545, c62b98015d988, c70cbc3cc78a9 } from './commits/collapse.js';
import { c53a05ad9f21d, c145e0b47c77, d4c470970d45 } from './commits/cow-fixes.js';
import { d824ec2a1546 } from './commits/d824ec2a1546.js';
import { d042035eaf5f } from './commits/d042035eaf5f.js';
import { d84887739d5c } from './commits/d84887739d5c.js';
import { dae999602eeb } from './commits/dae999602eeb.js';
import { e833bc503405 } from './commits/e833bc503405.js';
import { ed29c2691188 } from './commits/ed29c2691188.js';
import { ee6f62fd34f0 } from './commits/ee6f62fd34f0.js';
import { f3c64eda3e50 } from './commits/f3c64eda3e50.js';
import { f4c4a3f48480 } from './commits/f4c4a3f48480.js';
import { fb3d824d1a46 } from './commits/fb3d824d1a46.js';
import { feb889fb40fa } from './commits/feb889fb40fa.js';
import { ffa65753c431 } from './commits/ffa65753c431.js';
import { a6e79df92e4a, c8ac268436e6d, c34ed8d0dcd69 } from './commits/file-gup.js';
import { b1f9e876862d, c5abfd71d936a, c5df397dec7c4, e41c81d0d30e } from './commits/file-mm.js';
import {
  a8b2c2ce89d4,
  b426ed7889be,
  bcd51a3c679d,
  c1d8d14641fd9,
  c4eae4efa2c29,
  c90e7e7f5ef3f,
  c550a7d60bd5e,
  c623a1ddfeb23,
  c369258ce41c6,
} from './commits/hugetlb.js';
import {
  b9a8a4195c7d,
  c809bc86517cc,
  c3931b871c493,
  c19773df031bc,
  fa04f5b60fda,
  split_releases_buffers,
  zap_marks_dirty,
} from './commits/large-file-folios.js';
import { c5ed890ce5147, dce7d10be4bb } from './commits/large-whole.js';
import { lazyfree_kept } from './commits/lazyfree-kept.js';
import { c96e1fac162cc, d1e153fea2a8 } from './commits/longterm.js';
import {
  aa298fdf535d,
  b8b9488d50b7,
  c1a3798dececa,
  c1b0449544c64,
  c1e8aaedb182d,
  c3f4b815a439a,
  c6da6b1d4a7df,
  c0792a4a6195a,
  c66802526298e,
  e8675d291ac0,
} from './commits/memory-failure.js';
import { ab09243aa95a, c60bae7370896, fd35ca3d12cc } from './commits/migrate-vma.js';
import { c07ca76067308, cd62734ca60d } from './commits/munlock.js';
import { b99a342d4f11, c6a56ccbcf6c6, c80d47f5de5e3, numa_skips_pinned } from './commits/numa-hints.js';
import { c5b5a3dd2c1f, numa_moves_shared_huge } from './commits/numa-huge.js';
import { swap_in_maps_writable } from './commits/swapin-maps-writable.js';
import { c0ea148a79918, c50f8e6053b0, large_pinned_is_busy } from './commits/userfaultfd-move-fixes.js';
import { deviceMemory } from './options/device-memory.js';
import { directReclaim } from './options/direct-reclaim.js';
import { fsDax } from './options/fs-dax.js';
import { hugetlbfs } from './options/hugetlb.js';
import { numaBalancing } from './options/numa-balancing.js';
import { unpinnableMemory } from './options/unpinnable-memory.js';
import { userfaultfdMissing } from './options/userfaultfd-missing.js';
import { FILE_PROPOSALS } from './proposals/files.js';
import { PROPOSALS as THREAD_PROPOSALS } from './proposals/thread.js';

export interface Kernel {
  readonly name: string;
  readonly says: string;
  readonly commits: readonly Commit[];
}

/** Mainline, in order. */
const V5_9 = [c09854ba94c6a, a308c71bf1e6, c008cfe4418b3, c70e806e4e645, d042035eaf5f, f3c64eda3e50];
const V5_10 = [...V5_9, c96e1fac162cc, c1e8aaedb182d];
/** 5.10.4 took 57efa1fe5957 from v5.11. */
const STABLE_5_10_7 = [...V5_10, c57efa1fe5957];
const STABLE_5_10_9 = [...STABLE_5_10_7, feb889fb40fa, c29a951dfb3c3, c9348b73c2e1b];
const V5_11 = [...STABLE_5_10_9, c3f4b815a439a, a8b2c2ce89d4];
const V5_15 = [
  ...V5_11,
  c912efa17e512,
  c4ca9b3859dac,
  d1e153fea2a8,
  ed29c2691188,
  f4c4a3f48480,
  cc24d37322548,
  c1507f51255c9,
  e8675d291ac0,
  cd62734ca60d,
  a98a2f0c8ce1,
  b99a342d4f11,
  c5b5a3dd2c1f,
  c26aa2d199d6f,
  c4eae4efa2c29,
];
const V5_18 = [
  ...V5_15,
  cea86fe246b6,
  c5232c63f46fd,
  c820c4e2e6f51,
  c3bff7e3f1f16,
  ffa65753c431,
  c80d47f5de5e3,
  ab09243aa95a,
  c53a05ad9f21d,
  d4c470970d45,
  c145e0b47c77,
  c6c8e2a256915,
  c07ca76067308,
  c5abfd71d936a,
  e41c81d0d30e,
  cc5095747edf,
  c550a7d60bd5e,
  c90e7e7f5ef3f,
  b9a8a4195c7d,
];
const V5_19 = [
  ...V5_18,
  fb3d824d1a46,
  c78fbe906cc90,
  c6c287605fd56,
  c89357e27f20,
  a7f226604170,
  c1493a1913e34,
  c14a762dd1977,
  b1f9e876862d,
  c623a1ddfeb23,
];
const V6_1 = [
  ...V5_19,
  c5535be309971,
  split_releases_buffers,
  c70cbc3cc78a9,
  c7d8faaf15545,
  c64fe24a3e05e,
  c088b8aa537c2,
  c2e3468778dbe,
  c0792a4a6195a,
  fd35ca3d12cc,
  c60bae7370896,
  bcd51a3c679d,
  c1d8d14641fd9,
];
const V6_5 = [
  ...V6_1,
  e833bc503405,
  c6a56ccbcf6c6,
  c6cce3314b928,
  c5dfab109d519,
  c2ef7dbb26990,
  c7e12beb8ca2a,
  c84209e87c696,
  c5df397dec7c4,
  dae999602eeb,
  c3f5d30636d2a,
  c8ac268436e6d,
  a6e79df92e4a,
  c34ed8d0dcd69,
  d84887739d5c,
  c931298e103c2,
  d824ec2a1546,
  c8070b787519,
  a7e689dd1c06,
  c403b6fb8dac1,
  c1ccf164ec866,
  c6da6b1d4a7df,
  c369258ce41c6,
];
const V6_12 = [
  ...V6_5,
  c5ed890ce5147,
  dce7d10be4bb,
  c1cb5d11a370f,
  ee6f62fd34f0,
  numa_skips_pinned,
  numa_moves_shared_huge,
  c72e315f7a750,
  adef440691ba,
  swap_in_maps_writable,
  aa298fdf535d,
  c66802526298e,
  c1a3798dececa,
  b8b9488d50b7,
  b426ed7889be,
  c3931b871c493,
  c809bc86517cc,
];
/** Nothing later than 6.12 was read but this: what v6.18 does beyond it is measured, not transcribed. */
const V6_18 = [
  ...V6_12,
  c19773df031bc,
  fa04f5b60fda,
  zap_marks_dirty,
  c62b98015d988,
  c1da190f4d0a6,
  c50f8e6053b0,
  c0ea148a79918,
  large_pinned_is_busy,
  c662df3e5c376,
  lazyfree_kept,
  c1b0449544c64,
];
/** Stable 5.15.135 and Debian's 6.1.192: the release they stand on, and backports. */
const STABLE_5_15_135 = [...V5_15, c70cbc3cc78a9, c6c8e2a256915, c60bae7370896, cc5095747edf];
const STABLE_6_1_192 = [...V6_1, d824ec2a1546, c8070b787519, c6da6b1d4a7df, fa04f5b60fda, zap_marks_dirty];

/** In order of age, stable trees beside the release they stand on: ranges in expectations run along this list. */
export const KERNELS: readonly Kernel[] = [
  { name: 'v5.8', says: 'mainline v5.8, the kernel of the thread', commits: [] },
  { name: 'v5.9', says: 'mainline v5.9', commits: V5_9 },
  { name: '5.10.7', says: 'stable: the last 5.10 without feb889fb40fa', commits: STABLE_5_10_7 },
  { name: '5.10.9', says: 'stable: 5.10 with feb889fb40fa', commits: STABLE_5_10_9 },
  { name: 'v5.11', says: 'mainline v5.11', commits: V5_11 },
  { name: 'v5.15', says: 'mainline v5.15', commits: V5_15 },
  { name: '5.15.135', says: 'stable: 5.15 with 6c8e2a256915', commits: STABLE_5_15_135 },
  { name: 'v5.18', says: 'mainline v5.18', commits: V5_18 },
  { name: 'v5.19', says: 'mainline v5.19', commits: V5_19 },
  { name: 'v6.1', says: 'mainline v6.1', commits: V6_1 },
  { name: '6.1.192', says: "Debian's 6.1.y, with d824ec2a1546 and c8070b787519", commits: STABLE_6_1_192 },
  { name: 'v6.5', says: 'mainline v6.5', commits: V6_5 },
  { name: 'v6.12', says: 'mainline v6.12', commits: V6_12 },
  { name: 'v6.18', says: 'v6.12 and guard pages; what rows of 6.18 show beside; nothing else was transcribed', commits: V6_18 },
];

/** Upstream commits of any kernel, each once, in the order in which kernels took them (stable kernels earlier than mainline). */
export const COMMITS: readonly Commit[] = [...new Set(KERNELS.flatMap(kernel => kernel.commits))];

/** What may be applied on top of a kernel: the thread's proposals, and those for pages of files. */
export const PROPOSALS: readonly Commit[] = [...THREAD_PROPOSALS, ...FILE_PROPOSALS];
export { FILE_PROPOSALS };

/** One kernel with proposals on top, ready to run. */
export interface Composed {
  readonly kernel: Kernel;
  readonly proposals: readonly Commit[];
  /** `v5.8`, `v5.8+v1`. */
  readonly name: string;
  readonly links: Links;
  /** What a plain device name stands for: `i915` is `i915@v5.8` or `i915@v5.13`. */
  readonly deviceAlias: ReadonlyMap<string, string>;
}

/** What was composed on each kernel, with the series it came of: many scenarios ask for the same. */
const kept = new WeakMap<Kernel, { readonly series: readonly Commit[]; readonly composed: Composed }[]>();

/** A kernel with proposals. One that the kernel has already adds nothing and is not named. */
export function composed(kernel: Kernel, proposals: readonly Commit[] = [], options: readonly Commit[] = []): Composed {
  const fresh = proposals.filter(proposal => !kernel.commits.includes(proposal));
  const series = [...kernel.commits, ...fresh, ...options];
  const known = kept.get(kernel) ?? [];
  const found = known.find(one => one.series.length === series.length && one.series.every((commit, i) => commit === series[i]));
  if (found !== undefined) return found.composed;
  const made = compositionOf(kernel, fresh, series);
  kept.set(kernel, [...known, { series, composed: made }]);
  return made;
}

function compositionOf(kernel: Kernel, fresh: readonly Commit[], series: readonly Commit[]): Composed {
  const whole = new Set(series.flatMap(commit => [...(commit.takesIn ?? []), commit]));
  const alias = new Map([['i915', 'i915@v5.8']]);
  for (const { device } of series) if (device !== undefined) alias.set(device.slice(0, device.indexOf('@')), device);
  return {
    kernel,
    proposals: fresh,
    name: [kernel.name, ...fresh.map(p => p.id)].join('+'),
    links: compose(BASE, [...whole]),
    deviceAlias: alias,
  };
}

/** What a scenario may turn on: memory is short, a device has memory of its own, some memory has to stay movable. */
export interface Options {
  readonly short: boolean;
  readonly device: boolean;
  readonly zones: boolean;
  /** NUMA balancing is on. */
  readonly numa: boolean;
  /** Some memory is of hugetlbfs. */
  readonly hugetlb: boolean;
  /** Somebody registers a userfaultfd for missing pages. */
  readonly missing: boolean;
  /** Some file is on fs-DAX. */
  readonly dax?: boolean;
}

/** All of them. */
export const OPTIONS: readonly Commit[] = [
  directReclaim,
  deviceMemory,
  unpinnableMemory,
  numaBalancing,
  hugetlbfs,
  userfaultfdMissing,
  fsDax,
];

/** The same kernel and proposals with options. */
export function withOptions(target: Composed, { short, device, zones, numa, hugetlb, missing, dax }: Options): Composed {
  const options = [
    ...(short ? [directReclaim] : []),
    ...(device ? [deviceMemory] : []),
    ...(zones ? [unpinnableMemory] : []),
    ...(numa ? [numaBalancing] : []),
    ...(hugetlb ? [hugetlbfs] : []),
    ...(missing ? [userfaultfdMissing] : []),
    ...(dax ? [fsDax] : []),
  ];
  return options.length === 0 ? target : composed(target.kernel, target.proposals, options);
}

export const kernelNamed = (name: string): Kernel | undefined => KERNELS.find(kernel => kernel.name === name);
export const commitNamed = (id: string): Commit | undefined => [...COMMITS, ...PROPOSALS].find(c => c.id === id);
