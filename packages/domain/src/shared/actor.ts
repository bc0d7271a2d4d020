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

/** Who acts: a signed-in user, anyone at all, or the system itself (a clock, a gateway), which may what an admin may. */
export class Actor {
  static readonly anyone = new Actor(null, null);
  static readonly system = new Actor(null, 'admin');

  readonly #userId: number | null;
  readonly #group: Group | null;

  private constructor(userId: number | null, group: Group | null) {
    this.#userId = userId;
    this.#group = group;
  }

  static user(userId: number, group: Group): Actor {
    return new Actor(userId, group);
  }

  /** @throws NotSignedIn unless the actor is a user */
  get userId(): number {
    if (this.#userId === null) throw new NotSignedIn();
    return this.#userId;
  }

  get isSignedIn(): boolean {
    return this.#userId !== null;
  }

  is(userId: number | null): boolean {
    return userId !== null && userId === this.#userId;
  }

  mayModerate(): boolean {
    return this.#group === 'moderator' || this.mayAdminister();
  }

  mayAdminister(): boolean {
    return this.#group === 'admin';
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
