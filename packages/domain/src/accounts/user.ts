import type { Group } from '../shared/index.ts';
import {
  AccountAlreadyActive,
  AccountDeactivated,
  AccountNotActivated,
  InvalidActivationToken,
  LastAdminStays,
} from './errors.ts';

export interface UserState {
  readonly id: number;
  /** Lower case, at most 255 characters. */
  readonly email: string;
  readonly hashedPassword: string;
  /** False until the owner of the address, or an admin, activates the account. */
  readonly isActive: boolean;
  /** Set by an admin; from then on only an admin lets the user back in. */
  readonly deactivatedAt: Date | null;
  readonly group: Group;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type UserDraft = Omit<UserState, 'id'>;

/** Someone with an account. */
export class User {
  #state: UserState;
  private constructor(state: UserState) {
    this.#state = state;
  }

  static restore(state: UserState): User {
    return new User(state);
  }

  /** A newcomer: not active until the mail to their address is answered. */
  static register(newcomer: { email: string; hashedPassword: string; now: Date }): UserDraft {
    const { email, hashedPassword, now } = newcomer;
    return {
      email,
      hashedPassword,
      isActive: false,
      deactivatedAt: null,
      group: 'user',
      createdAt: now,
      updatedAt: now,
    };
  }

  /** An admin made by the operator: active from the start. */
  static createAdmin(admin: { email: string; hashedPassword: string; now: Date }): UserDraft {
    return { ...User.register(admin), isActive: true, group: 'admin' };
  }

  get state(): UserState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  get email(): string {
    return this.#state.email;
  }

  /** Nobody has let this user in yet, and nobody has shut them out. */
  get awaitsActivation(): boolean {
    return !this.#state.isActive && this.#state.deactivatedAt === null;
  }

  /**
   * The owner followed a link that is good.
   * @throws InvalidActivationToken where an admin shut them out, AccountAlreadyActive if somebody was quicker
   */
  activateByLink(now: Date): void {
    if (this.#state.deactivatedAt !== null) throw new InvalidActivationToken();
    if (this.#state.isActive) throw new AccountAlreadyActive();
    this.#state = { ...this.#state, isActive: true, updatedAt: now };
  }

  /**
   * The last question at the door, asked only of those whose password is right.
   * @throws AccountNotActivated, AccountDeactivated
   */
  assertMayLogIn(): void {
    if (this.#state.deactivatedAt !== null) throw new AccountDeactivated();
    if (!this.#state.isActive) throw new AccountNotActivated();
  }

  /** A new password, by its hash. */
  changePassword(hashedPassword: string, now: Date): void {
    this.#state = { ...this.#state, hashedPassword, updatedAt: now };
  }

  /** An admin lets the user in; false if they were in already. */
  letIn(now: Date): boolean {
    if (this.#state.isActive) return false;
    this.#state = { ...this.#state, isActive: true, deactivatedAt: null, updatedAt: now };
    return true;
  }

  /**
   * An admin shuts the user out.
   * @throws LastAdminStays where `activeAdmins`, this one included, is one
   */
  shutOut({ activeAdmins, now }: { activeAdmins: number; now: Date }): void {
    this.assertMayGo(activeAdmins);
    this.#state = { ...this.#state, isActive: false, deactivatedAt: this.#state.deactivatedAt ?? now, updatedAt: now };
  }

  /**
   * Moves the user to another group; false if they are in it already.
   * @throws LastAdminStays where `activeAdmins`, this one included, is one
   */
  moveTo(group: Group, { activeAdmins, now }: { activeAdmins: number; now: Date }): boolean {
    if (this.#state.group === group) return false;
    this.assertMayGo(activeAdmins);
    this.#state = { ...this.#state, group, updatedAt: now };
    return true;
  }

  /** The operator raises a user: an active admin, whose password stays unless a new one is given. */
  raiseToAdmin({ hashedPassword, now }: { hashedPassword: string | undefined; now: Date }): void {
    this.#state = {
      ...this.#state,
      hashedPassword: hashedPassword ?? this.#state.hashedPassword,
      isActive: true,
      deactivatedAt: null,
      group: 'admin',
      updatedAt: now,
    };
  }

  /** Somebody must be left who can let others in. @throws LastAdminStays */
  assertMayGo(activeAdmins: number): void {
    if (this.isActiveAdmin && activeAdmins <= 1) throw new LastAdminStays();
  }

  get isActiveAdmin(): boolean {
    return this.#state.isActive && this.#state.group === 'admin';
  }
}
