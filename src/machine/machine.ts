// The machine: a packed state and the steps that change it. One transition = one step and the calls, returns and locals behind it.
import type { Links } from './compose.js';
import type { Layout, Packer } from './layout.js';
import { type Call, indexOf, isAsleep, type Label, type Local, wait } from './path.js';
import type { Shared } from './shared.js';
import { Kind, type Node, type Run, Thread, type ThreadSpec } from './thread.js';

/** Calls, returns and locals that may follow one step; more means that a program goes round without a step. */
const SETTLE_MAX = 10_000;

export class Machine<K extends Shared = Shared> {
  readonly threads: readonly Thread[];
  readonly packer: Packer;
  /** Words of a running state. */
  readonly words: number;

  readonly layout: Layout;

  /** `shared` places the shared records; the threads stand behind them, in a layout of this machine's own. */
  constructor(
    readonly k: K,
    readonly u: Int32Array,
    shared: Layout,
    readonly links: Links,
    specs: readonly ThreadSpec[],
  ) {
    const layout = shared.copy();
    this.layout = layout;
    this.threads = specs.map((spec, i) => new Thread(i, spec, links, u, layout));
    this.words = layout.words;
    if (this.words > u.length) throw new RangeError(`a state of ${this.words} words does not fit in ${u.length}`);
    this.packer = layout.packer();
    for (const thread of this.threads) this.begin(thread);
  }

  /** Puts a thread at its first item. */
  private begin(thread: Thread): void {
    const first = thread.starts[0] ?? thread.nodes[0];
    this.u[thread.pc] = this.settle(first).id;
  }

  /**
   * Fires one transition of a thread, if it is not blocked. Steps with several alternatives take alternative `choice`;
   * afterwards k.width says how many there are. The state must be restored before the next alternative is tried.
   */
  fire(t: number, choice: number): boolean {
    const { k, u } = this;
    const thread = this.threads[t];
    const node = thread.nodes[u[thread.pc]];
    k.choice = choice;
    k.width = 1;
    k.met = 0;
    k.seen = 0;
    if (node.step === null) return false;
    node.tried++;
    const to = node.step(k, node.me, node.go) as Label | undefined;
    if (to === wait) return false;
    const target = to === undefined ? node.next : to < 0 ? node.back : node.land[indexOf(to)];
    u[thread.pc] = target.step === null ? this.settle(target).id : target.id;
    return true;
  }

  /** Where a thread stands: its next step, or its end. */
  at(t: number): Node {
    const thread = this.threads[t];
    return thread.nodes[this.u[thread.pc]];
  }

  /** True when the thread has nothing left to do, or never has to end. */
  over(t: number): boolean {
    return this.at(t).kind === Kind.end || this.threads[t].spec.background === true;
  }

  /** True when a thread stands between its operations, waiting for a condition of the scenario's own; or sleeps until user space acts. */
  waiting(t: number): boolean {
    const node = this.at(t);
    if (isAsleep(node.body)) return true;
    return node.item >= 0 && node.label < 0 && this.threads[t].spec.items[node.item].kind === 'until';
  }

  /** Runs calls, returns, locals and the thread's own items until a step or the end. */
  private settle(from: Node): Node {
    let node = from;
    for (let n = 0; n < SETTLE_MAX; n++) {
      if (node.kind !== Kind.step) node.tried++;
      switch (node.kind) {
        case Kind.step:
        case Kind.end:
          return node;
        case Kind.jump:
          node = node.next;
          break;
        case Kind.start: {
          const [context] = node.into;
          (node.run as Run).args(context.me);
          node = context.first;
          break;
        }
        case Kind.call: {
          const call = node.body as Call<unknown>;
          const which = call.pick(node.me);
          if (which < 0) {
            node = node.next;
            break;
          }
          const inner = node.into[which];
          call.args(node.me, inner.me as never);
          node = inner.first;
          break;
        }
        case Kind.local: {
          const to = (node.body as Local<unknown, string>).local(node.me, node.go);
          node = to === undefined ? node.next : to < 0 ? node.back : node.land[indexOf(to)];
          break;
        }
        case Kind.back:
          node = this.leave(node);
          break;
      }
    }
    throw new Error(`${from.context.linked?.path.name ?? 'a thread'} goes round without a step`);
  }

  /** Hands results to the caller and clears the frame, so that equal states are equal words. */
  private leave(back: Node): Node {
    const { me, words, caller } = back.context;
    let to = back.next;
    if (caller === null) {
      (back.run as Run).got?.(this.k, me);
    } else {
      const call = back.next.body as Call<unknown>;
      call.got(back.next.me, me as never);
      to = back.next.next;
    }
    for (let i = me.at, end = i + words; i < end; i++) this.u[i] = 0;
    return to;
  }
}
