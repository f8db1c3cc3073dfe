// Numbers as people read them: counts with thousands, times, sizes. The same on every machine, whatever its language.

export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Two digits that mean something: `0.004 s`, `0.31 s`, `12 s`. */
export function secondsText(seconds: number): string {
  const digits = seconds >= 9.95 ? 0 : seconds >= 0.995 ? 1 : seconds >= 0.0995 ? 2 : 3;
  return `${seconds.toFixed(digits)} s`;
}

/** `0:07`, `12:05`, `1:02:30`. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number) => `${n}`.padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function bytesText(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 1024 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}
