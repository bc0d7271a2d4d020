/** What identifiers, years and page numbers are in the databases: whole numbers of 32 bits. */
const LARGEST = 2 ** 31 - 1;

/** A number as the databases can be asked for it: one beyond 32 bits is the last of them, where nothing is either. */
export function within32Bits(number: number): number {
  return Math.min(Math.max(number, -LARGEST - 1), LARGEST);
}
