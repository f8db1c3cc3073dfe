// Exit codes: the closed set of what this program can answer to a script, the same for each verb.

export const exit = { expected: 0, unexpected: 1, usage: 2, inconclusive: 3, nothing: 4, interrupted: 130 } as const;
export type Exit = (typeof exit)[keyof typeof exit];

/** The wording beside the codes. */
export const exitSays: readonly (readonly [code: Exit, says: string])[] = [
  [exit.expected, 'every result is as expected; what was asked for was done'],
  [exit.unexpected, 'a result is not as expected, or a kernel does not do what the model says'],
  [exit.usage, 'the command line or a scenario file is wrong; nothing was decided'],
  [exit.inconclusive, 'a bound (states, time, memory) was hit before it could be decided'],
  [exit.nothing, 'nothing could run: the scenario means nothing there, or this machine lacks what is needed'],
  [exit.interrupted, 'interrupted with Ctrl-C; what was found so far is printed'],
];

/** The most telling of several. */
export function worst(codes: readonly Exit[]): Exit {
  const order = [exit.interrupted, exit.usage, exit.unexpected, exit.inconclusive, exit.nothing];
  return order.find(code => codes.includes(code)) ?? exit.expected;
}
