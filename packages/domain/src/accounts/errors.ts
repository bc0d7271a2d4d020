import { DomainError } from '../shared/index.ts';

export class EmailAlreadyTaken extends DomainError {
  readonly kind = 'conflict';
  constructor(email: string) {
    super(`A user with this email ${email} already exists.`);
  }
}

export class InvalidActivationToken extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Invalid or expired activation token.');
  }
}

export class AccountAlreadyActive extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('User account is already active.');
  }
}

export class WrongCredentials extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('Invalid email or password.');
  }
}

export class AccountNotActivated extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('User account is not activated.');
  }
}

export class AccountDeactivated extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('User account has been deactivated.');
  }
}

/** The token's time is over. As a bearer token 401; as a refresh token in a body 400. */
export class TokenExpired extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('Token has expired.');
  }
}

/** Not ours, tampered with, of another use, or signed in another way than ours. */
export class TokenInvalid extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('Invalid token.');
  }
}

/** A refresh token in a body whose time is over. */
export class RefreshTokenExpired extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Token has expired.');
  }
}

/** A refresh token in a body that is not ours, or not this session's. */
export class RefreshTokenInvalid extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Invalid token.');
  }
}

/** Logged out, ended, or its user is gone or deactivated. */
export class RefreshTokenNotFound extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('Refresh token not found.');
  }
}

export class SessionRevoked extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('Token has been revoked.');
  }
}

export class SessionNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Session with the given ID was not found.');
  }
}

export class UserNotFoundOrInactive extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('User not found or not active.');
  }
}

export class OldPasswordIncorrect extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Old password is incorrect.');
  }
}

export class PasswordUnchanged extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('New password cannot be same as the old one.');
  }
}

/** Asked where the account itself is at stake. */
export class PasswordIncorrect extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('Password is incorrect.');
  }
}

export class InvalidResetToken extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Invalid email or token.');
  }
}

export class UserNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('User with given ID was not found.');
  }
}

export class LastAdminStays extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('The last admin cannot be removed.');
  }
}

export class OwnGroupStays extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('Prevent changing the group of a user with the same ID as you.');
  }
}

export class ProfileForbidden extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super("You don't have permission to edit this profile.");
  }
}

export class ProfileExists extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('User already has a profile.');
  }
}

export class ProfileNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Profile not found.');
  }
}
