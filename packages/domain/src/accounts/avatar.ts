import { InvalidInput } from '../shared/index.ts';

/** The largest picture that is taken, in bytes: 1 MB. */
export const LARGEST_AVATAR = 1_048_576;
/** The longest side of a picture that is taken, in pixels. */
export const LONGEST_AVATAR_SIDE = 4096;
/** The formats that are taken, by content and not by name. */
export const AVATAR_FORMATS = ['JPG', 'JPEG', 'PNG'] as const;

/** A picture that is no avatar, and why. */
export class AvatarRefused extends InvalidInput {
  private constructor(message: string) {
    super([{ field: 'avatar', message }]);
  }

  static tooLarge(): AvatarRefused {
    return new AvatarRefused('Image size exceeds 1 MB');
  }

  static tooManyPixels(): AvatarRefused {
    return new AvatarRefused(`Image dimensions exceed ${LONGEST_AVATAR_SIDE} pixels`);
  }

  static noImage(): AvatarRefused {
    return new AvatarRefused('Invalid image format');
  }

  /** `format` as it calls itself, e.g. `GIF`. */
  static ofFormat(format: string): AvatarRefused {
    return new AvatarRefused(
      `Unsupported image format: ${format.toUpperCase()}. Use one of next: ${AVATAR_FORMATS.join(', ')}`,
    );
  }
}
