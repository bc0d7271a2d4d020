export { ActivationToken, type ActivationTokenState } from './activation-token.ts';
export { emailAddress, emailFaults } from './email-address.ts';
export * from './errors.ts';
export { passwordFaults } from './password.ts';
export { Session, type SessionDraft, type SessionState } from './session.ts';
export { User, type UserDraft, type UserState } from './user.ts';
