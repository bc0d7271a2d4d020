import { DomainError } from './domain-error.ts';

/** The three groups; each can all that the one before it can. */
export const GROUPS = ['user', 'moderator', 'admin'] as const;
export type Group = (typeof GROUPS)[number];

/** Something only a signed-in user can do was asked by nobody in particular. */
export class NotSignedIn extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super('Authorization header is missing');
  }
}

export class ModeratorRequired extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('Access denied. Moderator or admin required.');
  }
}

export class AdminRequired extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('Access denied. Admin privileges required.');
  }
}

/** Who acts: a signed-in user, anyone at all, or the system itself (a clock, a gateway). */
export class Actor {
  static readonly anyone = new Actor('anyone', null, null);
  static readonly system = new Actor('system', null, null);

  readonly kind: 'user' | 'anyone' | 'system';
  readonly #userId: number | null;
  readonly group: Group | null;

  private constructor(kind: 'user' | 'anyone' | 'system', userId: number | null, group: Group | null) {
    this.kind = kind;
    this.#userId = userId;
    this.group = group;
  }

  static user(userId: number, group: Group): Actor {
    return new Actor('user', userId, group);
  }

  /** @throws NotSignedIn unless the actor is a user */
  get userId(): number {
    if (this.#userId === null) throw new NotSignedIn();
    return this.#userId;
  }

  get isSignedIn(): boolean {
    return this.kind === 'user';
  }

  is(userId: number | null): boolean {
    return userId !== null && userId === this.#userId;
  }

  mayModerate(): boolean {
    return this.kind === 'system' || this.group === 'moderator' || this.group === 'admin';
  }

  mayAdminister(): boolean {
    return this.kind === 'system' || this.group === 'admin';
  }

  /** @throws ModeratorRequired unless the actor may moderate */
  assertMayModerate(): void {
    if (!this.mayModerate()) throw new ModeratorRequired();
  }

  /** @throws AdminRequired unless the actor may administer */
  assertMayAdminister(): void {
    if (!this.mayAdminister()) throw new AdminRequired();
  }
}
