// A stack of numbers that grows by doubling: what a depth-first search keeps instead of a call stack.

export class Stack {
  length = 0;
  private items = new Int32Array(1 << 10);

  push(value: number): void {
    if (this.length === this.items.length) {
      const items = new Int32Array(this.items.length * 2);
      items.set(this.items);
      this.items = items;
    }
    this.items[this.length++] = value;
  }

  /** Of a stack that is not empty. */
  pop(): number {
    return this.items[--this.length];
  }

  get top(): number {
    return this.items[this.length - 1];
  }

  at(i: number): number {
    return this.items[i];
  }
}
