export { SharpAvatarImages } from './sharp-avatar-images.ts';
