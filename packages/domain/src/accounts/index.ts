export { AVATAR_FORMATS, AvatarRefused, LARGEST_AVATAR, LONGEST_AVATAR_SIDE } from './avatar.ts';
export { displayName } from './display-name.ts';
export { emailAddress, emailFaults } from './email-address.ts';
export * from './errors.ts';
export { type LinkRequest, LinkToken, type LinkTokenState, MAILS_AN_HOUR } from './link-token.ts';
export { passwordFaults } from './password.ts';
export {
  AVATARS,
  avatarKey,
  GENDERS,
  type Gender,
  Profile,
  type ProfileDraft,
  type ProfileFacts,
  type ProfileState,
  profileFaults,
} from './profile.ts';
export { Session, type SessionDraft, type SessionState } from './session.ts';
export { User, type UserDraft, type UserState } from './user.ts';
