/** Reads pictures from strangers. */
export interface AvatarImages {
  /**
   * Decodes a JPEG or PNG and writes it anew as a JPEG: the picture and nothing else, no metadata, nothing hidden
   * behind it. Turned upright as its metadata said. Looks at the size before it decodes.
   * @throws AvatarRefused
   */
  reencode(picture: Uint8Array): Promise<Uint8Array>;
}
