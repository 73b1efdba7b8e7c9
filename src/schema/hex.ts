/** The lowest `digits` hex digits of an int32, in small letters. */
export function hex(word: number, digits: number): string {
  return (word >>> 0)
    .toString(16)
    .padStart(8, '0')
    .slice(8 - digits)
}
