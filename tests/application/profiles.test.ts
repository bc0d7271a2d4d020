import {
  AvatarNotStored,
  AvatarUpload,
  ChangeProfile,
  CreateProfile,
  DeactivateUser,
  DeleteAvatar,
  EraseAccount,
  ViewProfile,
} from '@online-cinema/application/accounts';
import { AddToCart, CancelOrder, PlaceOrder } from '@online-cinema/application/ordering';
import { OpenCheckout, SettleSession } from '@online-cinema/application/payments';
import type { ObjectStorage } from '@online-cinema/application/ports';
import {
  AvatarRefused,
  LastAdminStays,
  PasswordIncorrect,
  ProfileExists,
  ProfileForbidden,
  ProfileNotFound,
  UserNotFoundOrInactive,
} from '@online-cinema/domain/accounts';
import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import { Actor, InvalidInput } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';

let cinema: ACinema;
let ann: Actor;
let stored: Map<string, string>;
let isFull: boolean;

beforeEach(async () => {
  cinema = new ACinema();
  ann = await cinema.aUser();
  stored = new Map();
  isFull = false;
});

const facts = { firstName: 'Ann', lastName: 'Lee', gender: 'woman', dateOfBirth: '1990-02-03', info: 'Films.' };
const picture = new TextEncoder().encode('a picture');

const storage: ObjectStorage = {
  put: async (key, { contentType }) => {
    if (isFull) throw new Error('No space left');
    stored.set(key, contentType);
  },
  get: async () => undefined,
  delete: async (key) => {
    stored.delete(key);
  },
  list: async function* () {},
  urlOf: (key) => `https://media.example/${key}`,
};
const images = {
  reencode: async (bytes: Uint8Array) => {
    if (bytes.length === 0) throw AvatarRefused.noImage();
    return bytes;
  },
};
const avatars = () => new AvatarUpload(images, storage, cinema.secrets);
const create = (changes: { actor?: Actor; userId?: number; picture?: Uint8Array; facts?: typeof facts } = {}) =>
  new CreateProfile(cinema.unitOfWork, avatars(), cinema.clock).execute({
    actor: ann,
    userId: ann.userId,
    facts,
    picture: undefined,
    ...changes,
  });
const change = (changes: { facts?: Partial<typeof facts>; picture?: Uint8Array }) =>
  new ChangeProfile(cinema.unitOfWork, avatars(), cinema.clock).execute({
    actor: ann,
    userId: ann.userId,
    facts: {},
    picture: undefined,
    ...changes,
  });
const view = (actor: Actor, userId = ann.userId) => new ViewProfile(cinema.accounts).execute({ actor, userId });

describe('a profile', () => {
  it('is made once, with its picture stored before it', async () => {
    await create({ picture });
    const { avatar } = await view(ann);
    expect([...stored]).toEqual([[avatar, 'image/jpeg']]);
    expect(avatar).toMatch(/^avatars\/1_.+_avatar\.jpg$/);
    await expect(create({ picture })).rejects.toThrow(ProfileExists);
    expect([...stored.keys()]).toEqual([avatar]);
  });

  it('is its owner’s and the admins’', async () => {
    await create();
    const bob = await cinema.aUser('bob@cinema.example');
    const admin = await cinema.aUser('admin@cinema.example', { group: 'admin' });
    await expect(view(bob)).rejects.toThrow(ProfileForbidden);
    await expect(create({ actor: bob })).rejects.toThrow(ProfileForbidden);
    expect((await view(admin)).firstName).toBe('ann');
    await expect(view(admin, bob.userId)).rejects.toThrow(ProfileNotFound);
    await expect(view(admin, 99)).rejects.toThrow(UserNotFoundOrInactive);
    await expect(create({ actor: admin, userId: 99 })).rejects.toThrow(UserNotFoundOrInactive);
  });

  it('of someone who was shut out is shown to nobody', async () => {
    await create();
    const admin = await cinema.aUser('admin@cinema.example', { group: 'admin' });
    await new DeactivateUser(cinema.unitOfWork, cinema.clock).execute({ actor: Actor.system, userId: ann.userId });
    await expect(view(admin)).rejects.toThrow(UserNotFoundOrInactive);
  });

  it('is not made of bad facts, a bad picture or one that cannot be stored', async () => {
    await expect(create({ facts: { ...facts, gender: 'x' }, picture })).rejects.toThrow(InvalidInput);
    await expect(create({ picture: new Uint8Array() })).rejects.toThrow(AvatarRefused);
    isFull = true;
    await expect(create({ picture })).rejects.toThrow(AvatarNotStored);
    await expect(view(ann)).rejects.toThrow(ProfileNotFound);
    expect(stored.size).toBe(0);
  });

  it('gets another picture, and the one before goes once that is certain', async () => {
    await create({ picture });
    const before = (await view(ann)).avatar;
    await change({ picture });
    const { avatar } = await view(ann);
    expect(avatar).not.toBe(before);
    expect(cinema.tables.jobs.all()).toMatchObject([{ name: 'delete-object', data: { key: before } }]);

    await new DeleteAvatar(cinema.unitOfWork).execute({ actor: ann, userId: ann.userId });
    expect((await view(ann)).avatar).toBeNull();
    expect(cinema.tables.jobs.all()).toHaveLength(2);
  });

  it('changes only where it is', async () => {
    await expect(change({ facts: { info: 'New.' } })).rejects.toThrow(ProfileNotFound);
    await expect(change({ picture })).rejects.toThrow(ProfileNotFound);
    expect(stored.size).toBe(0);
    await create();
    await change({ facts: { info: 'New.' } });
    expect(await view(ann)).toMatchObject({ firstName: 'ann', info: 'New.' });
  });
});

describe('erasing an account', () => {
  const settle = () => new SettleSession(cinema.unitOfWork, cinema.clock, cinema.alarms);
  const erase = (password = 'Str0ng!pass', actor = ann) => {
    const { unitOfWork, gateway, clock, accounts, hasher } = cinema;
    const cancelOrder = new CancelOrder(unitOfWork, gateway, settle(), clock);
    return new EraseAccount(unitOfWork, accounts, hasher, cancelOrder).execute({ actor, password });
  };
  const anOrder = async () => {
    const movie = { id: await cinema.aFilm('Heat') };
    await new AddToCart(cinema.unitOfWork, cinema.clock).execute({ actor: ann, movie });
    const { order } = await new PlaceOrder(cinema.unitOfWork, cinema.clock).execute({ actor: ann });
    const { unitOfWork, gateway, links, clock } = cinema;
    const openCheckout = new OpenCheckout({ unitOfWork, gateway, settleSession: settle(), links, clock });
    await openCheckout.execute({ actor: ann, orderId: order.id, acceptChanges: false });
    return order;
  };

  it('leaves the books, by nobody, and nothing else', async () => {
    await create({ picture });
    const order = await anOrder();
    await settle().execute({ session: await cinema.pay('cs_test_1') });
    await erase();
    const { users, profiles, purchases, carts, orders, payments } = cinema.tables;
    for (const table of [users, profiles, purchases, carts]) expect(table.all()).toEqual([]);
    expect(orders.get(order.id)).toMatchObject({ userId: null, status: 'paid' });
    expect(payments.all()).toMatchObject([{ userId: null, status: 'successful' }]);
    expect(cinema.tables.jobs.all().map(({ name }) => name)).toEqual(['mail-receipt', 'delete-object']);
  });

  it('first cancels the pending order, as the user would', async () => {
    const order = await anOrder();
    await erase();
    expect(cinema.tables.orders.get(order.id)).toMatchObject({ userId: null, status: 'cancelled' });
    expect(await cinema.session('cs_test_1')).toMatchObject({ status: 'expired' });
  });

  it('waits for the gateway where an order is being paid', async () => {
    await anOrder();
    cinema.gateway.goDown();
    await expect(erase()).rejects.toThrow(PaymentServiceUnavailable);
    expect(cinema.tables.users.all()).toHaveLength(1);
  });

  it('takes back mails that wait', async () => {
    await cinema.unitOfWork.run(({ jobs }) =>
      jobs.enqueue('mail-password-reset-link', { email: 'ann@cinema.example' }),
    );
    await erase();
    expect(cinema.tables.jobs.all()).toEqual([]);
  });

  it('needs the password, and leaves the last admin', async () => {
    await expect(erase('Wr0ng!pass')).rejects.toThrow(PasswordIncorrect);
    const admin = await cinema.aUser('admin@cinema.example', { group: 'admin' });
    await expect(erase('Str0ng!pass', admin)).rejects.toThrow(LastAdminStays);
    expect(cinema.tables.users.all()).toHaveLength(2);
  });
});
