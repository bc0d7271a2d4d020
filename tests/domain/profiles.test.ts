import { avatarKey, Profile, profileFaults } from '@online-cinema/domain/accounts';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00Z');

describe('a profile', () => {
  const good = { firstName: 'Ann', lastName: 'LEE', gender: 'woman', dateOfBirth: '2008-01-15', info: 'Films.' };
  const messages = (facts: Parameters<typeof profileFaults>[0]) =>
    profileFaults(facts, now).map(({ field, message }) => [field, message]);

  it('of good facts has no faults, and keeps names in lower case', () => {
    expect(messages(good)).toEqual([]);
    expect(Profile.create(1, good, null)).toEqual({
      ...good,
      userId: 1,
      firstName: 'ann',
      lastName: 'lee',
      avatar: null,
    });
  });

  it.each([
    [{ firstName: 'Анна' }, ['firstName', 'Анна contains non-english letters']],
    [{ lastName: 'O’Hara' }, ['lastName', 'O’Hara contains non-english letters']],
    [{ firstName: '' }, ['firstName', ' contains non-english letters']],
    [{ firstName: 'a'.repeat(101) }, ['firstName', 'String should have at most 100 characters']],
    [{ gender: 'other' }, ['gender', 'Gender must be one of: man, woman']],
    [{ dateOfBirth: '1899-12-31' }, ['dateOfBirth', 'Invalid birth date - year must be greater than 1900.']],
    [{ dateOfBirth: '2008-01-16' }, ['dateOfBirth', 'You must be at least 18 years old to register.']],
    [{ info: ' \t ' }, ['info', 'Info field cannot be empty or contain only spaces.']],
  ])('is told what is wrong with %j', (facts, fault) => {
    expect(messages(facts)).toEqual([fault]);
  });

  it('of the first year that is taken is taken, and so is the longest name', () => {
    expect(messages({ dateOfBirth: '1900-01-01' })).toEqual([]);
    expect(messages({ lastName: 'a'.repeat(100) })).toEqual([]);
  });

  it.each([
    ['2008-05-31', true],
    ['2008-06-15', true],
    ['2008-06-16', false],
    ['2008-07-01', false],
  ])(
    'is for those who have had their eighteenth birthday: born on %s, in the middle of June, %s',
    (dateOfBirth, may) => {
      expect(profileFaults({ dateOfBirth }, new Date('2026-06-15T12:00:00Z')).length === 0).toBe(may);
    },
  );

  it('changes only what is named, and hands over the picture that it lets go', () => {
    const profile = Profile.restore({ id: 1, ...Profile.create(1, good, 'avatars/1_a_avatar.jpg') });
    const before = profile.state;
    profile.change({ info: 'New.' });
    expect(profile.state).toEqual({ ...before, info: 'New.' });
    profile.change({ firstName: 'Bea', gender: 'man' });
    expect(profile.state).toEqual({ ...before, firstName: 'bea', gender: 'man', info: 'New.' });
    expect(profile.replaceAvatar(null)).toBe('avatars/1_a_avatar.jpg');
    expect(profile.replaceAvatar('avatars/1_b_avatar.jpg')).toBeNull();
    expect(profile.state).toEqual({
      ...before,
      ...{ firstName: 'bea', gender: 'man', info: 'New.', avatar: 'avatars/1_b_avatar.jpg' },
    });
  });

  it('has its picture stored under a key of its own', () => {
    expect(avatarKey(7, 'x1')).toBe('avatars/7_x1_avatar.jpg');
  });
});
