// Traps: where a run can stay for ever without leaving the graph. A state from which nothing moves, or a fair component.
import type { Shared } from '../machine/index.js';
import type { Graph } from './graph.js';
import { Stack } from './stack.js';

/** Of a state that belongs to no trap, once that is known. Before, a state's place on the stack of open ones, plus one. */
const SETTLED = 0x7fffffff;

/** States between two questions whether to go on. */
const PAUSE_STATES = 1 << 14;

/**
 * The traps of a graph. A component (states that all reach each other) is fair when each thread, those in the background too, is
 * unable to move somewhere in it or takes a transition inside it. A thread that could only leave counts as able to move.
 */
export class Traps<K extends Shared> {
  count = 0;
  /** States looked at. */
  reached = 0;
  /** 0: not reached; negative: minus the number of its trap. */
  private readonly marks: Int32Array;
  /** States whose component is not complete yet (Gabow's algorithm: no call stack, no low-links). */
  private readonly open = new Stack();
  /** Places on `open` at which a component may begin. */
  private readonly roots = new Stack();
  /** The way that is being followed: its states, where each one's successors begin on `ahead`, and whether it is a trap by itself. */
  private readonly path = new Stack();
  private readonly bases = new Stack();
  private readonly alone = new Stack();
  private readonly ahead = new Stack();
  private readonly all: number;

  private constructor(private readonly graph: Graph<K>) {
    this.marks = new Int32Array(graph.search.states);
    this.all = 2 ** graph.machine.threads.length - 1;
  }

  /** Finds all traps that can be reached from the start. `pause` is asked now and then; when it says true, there is no answer. */
  static of<K extends Shared>(graph: Graph<K>, pause: (reached: number) => boolean = () => false): Traps<K> | undefined {
    const traps = new Traps(graph);
    return traps.find(pause) ? traps : undefined;
  }

  private find(pause: (reached: number) => boolean): boolean {
    const { marks, roots, path, bases, ahead } = this;
    ahead.push(0);
    do {
      const state = ahead.pop();
      if (marks[state] === 0) {
        if (this.reached % PAUSE_STATES === 0 && pause(this.reached)) return false;
        this.enter(state);
      } else if (marks[state] > 0 && marks[state] !== SETTLED) {
        // It is on the way here: all that was entered since is one component with it.
        while (roots.top > marks[state]) roots.pop();
      }
      while (path.length > 0 && ahead.length === bases.top) this.leave();
    } while (path.length > 0);
    return true;
  }

  private enter(state: number): void {
    const { graph, marks, open, ahead } = this;
    this.reached++;
    open.push(state);
    marks[state] = open.length;
    this.roots.push(open.length);
    this.path.push(state);
    this.bases.push(ahead.length);
    graph.look(state);
    let own = 0;
    for (let i = 0; i < graph.moves; i++) {
      const to = graph.to[i];
      if (to === state) own |= 1 << graph.threads[i];
      else if (marks[to] >= 0 && marks[to] !== SETTLED) ahead.push(to);
    }
    this.alone.push(graph.enabled === own ? 1 : 0);
  }

  /** All successors of the last state of the way have been followed. If it is the first of its component, that one is complete. */
  private leave(): void {
    const { marks, open, roots } = this;
    const state = this.path.pop();
    this.bases.pop();
    const alone = this.alone.pop() === 1;
    if (roots.top !== marks[state]) return;
    roots.pop();
    const first = marks[state] - 1;
    const trap = open.length - first === 1 ? alone : this.isFair(first);
    const mark = trap ? -++this.count : SETTLED;
    while (open.length > first) marks[open.pop()] = mark;
  }

  /** Looks once more at the states of a component of several: only now is it known which transitions stay inside. */
  private isFair(first: number): boolean {
    const { graph, marks, open, all } = this;
    let served = 0;
    for (let i = first; i < open.length; i++) {
      graph.look(open.at(i));
      served |= ~graph.enabled;
      for (let m = 0; m < graph.moves; m++) {
        const mark = marks[graph.to[m]];
        if (mark > first && mark !== SETTLED) served |= 1 << graph.threads[m];
      }
      if ((served & all) === all) return true;
    }
    return false;
  }

  /** The number of a state's trap; 0: it is in none. */
  trapOf(state: number): number {
    return this.marks[state] < 0 ? -this.marks[state] : 0;
  }
}
