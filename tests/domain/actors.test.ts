import { Actor, AdminRequired, ModeratorRequired, NotSignedIn } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';

describe('an actor', () => {
  it('can what their group can, and all that the one below can', () => {
    expect(Actor.user(1, 'user').mayModerate()).toBe(false);
    expect(Actor.user(1, 'moderator').mayModerate()).toBe(true);
    expect(Actor.user(1, 'moderator').mayAdminister()).toBe(false);
    expect(Actor.user(1, 'admin').mayModerate()).toBe(true);
    expect(Actor.user(1, 'admin').mayAdminister()).toBe(true);
    expect(Actor.anyone.mayModerate()).toBe(false);
  });

  it('is told why they may not', () => {
    const user = Actor.user(1, 'user');
    expect(() => user.assertMayModerate()).toThrow(ModeratorRequired);
    expect(() => Actor.user(1, 'moderator').assertMayModerate()).not.toThrow();
    expect(() => Actor.user(1, 'moderator').assertMayAdminister()).toThrow(AdminRequired);
    expect(() => Actor.user(1, 'admin').assertMayAdminister()).not.toThrow();
  });

  it('is signed in if they are a user', () => {
    expect(Actor.user(1, 'user').isSignedIn).toBe(true);
    expect(Actor.anyone.isSignedIn).toBe(false);
    expect(Actor.user(1, 'user').userId).toBe(1);
  });

  it('may everything as the system itself, which is nobody', () => {
    expect(Actor.system.mayModerate()).toBe(true);
    expect(Actor.system.mayAdminister()).toBe(true);
    expect(Actor.system.isSignedIn).toBe(false);
    expect(() => Actor.system.userId).toThrow(NotSignedIn);
  });

  it('who is nobody in particular owns nothing', () => {
    expect(() => Actor.anyone.userId).toThrow(NotSignedIn);
    expect(Actor.anyone.is(null)).toBe(false);
    expect(Actor.user(1, 'user').is(1)).toBe(true);
    expect(Actor.user(1, 'user').is(2)).toBe(false);
  });
});
