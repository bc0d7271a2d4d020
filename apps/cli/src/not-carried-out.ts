/** Why a command was not carried out, or not wholly, in words for whoever gave it. */
export class NotCarriedOut extends Error {
  override readonly name: string = 'NotCarriedOut';
}
