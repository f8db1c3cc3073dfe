// Colour: when it is wanted, and the few styles that this program uses. Plain functions on text, applied after all alignment.
import picocolors from 'picocolors';

export const colourChoices = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof colourChoices)[number];

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  unsure(text: string): string;
}

/** How a human output is written: its colours and its width. */
export interface Style {
  readonly paint: Paint;
  /** Infinity where lines may be as long as they like. */
  readonly columns: number;
}

/** A choice on the command line wins, then NO_COLOR, then FORCE_COLOR, then whether somebody is looking. */
export function colourWanted(choice: ColourChoice, terminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return terminal && env.TERM !== 'dumb';
}

/** A style with or without colour. */
export function styleOf(colour: boolean, columns: number): Style {
  const { bold, dim, green, red, yellow } = picocolors.createColors(colour);
  return { paint: { bold, dim, good: green, bad: red, unsure: yellow }, columns };
}
