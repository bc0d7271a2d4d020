export { Argon2PasswordHasher, type HashingCost } from './argon2-password-hasher.ts';
