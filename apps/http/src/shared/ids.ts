/** The last id that the databases can give. */
const lastId = 2_147_483_647;

/** An id of a body as the databases can be asked for it; numbers beyond the last id name what is not there. */
export function idWithinReach(id: number): number {
  return Math.min(Math.max(id, -lastId), lastId);
}
