import { InMemoryObjectStorage } from '@online-cinema/adapters/in-memory';
import { SweepOrphans } from '@online-cinema/application/maintenance';
import { ForgetWebhookEvents } from '@online-cinema/application/payments';
import { ObjectStorageUnavailable } from '@online-cinema/application/ports';
import { avatarKey } from '@online-cinema/domain/accounts';
import { days, hours } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';

const PICTURE = { body: Uint8Array.of(1, 2, 3), contentType: 'image/jpeg' };

let cinema: ACinema;
beforeEach(() => {
  cinema = new ACinema();
});

describe('stored pictures', () => {
  let storage: InMemoryObjectStorage;
  const sweep = () => new SweepOrphans(cinema.unitOfWork, storage, cinema.clock).execute();
  beforeEach(() => {
    storage = new InMemoryObjectStorage({ clock: cinema.clock });
  });

  async function aPicture(random: string): Promise<string> {
    const key = avatarKey(7, random);
    await storage.put(key, PICTURE);
    return key;
  }

  const show = (avatar: string) =>
    cinema.unitOfWork.run(({ profiles }) => {
      const facts = { firstName: null, lastName: null, gender: null, dateOfBirth: null, info: null };
      return profiles.add({ ...facts, userId: 7, avatar });
    });

  it('go once nothing refers to them, and not before they are a day old', async () => {
    const shown = await aPicture('shown');
    await show(shown);
    await aPicture('orphan');
    cinema.clock.advance(days(1));
    expect(await sweep()).toBe(0);

    cinema.clock.advance(1);
    const young = await aPicture('young');
    expect(await sweep()).toBe(1);

    expect(storage.keys).toEqual([shown, young]);
    cinema.clock.advance(hours(1));
    expect(await sweep()).toBe(0);
  });

  it('go however many there are, and nothing but pictures goes', async () => {
    for (let count = 0; count < 1_001; count += 1) await aPicture(String(count));
    const shown = avatarKey(7, '500');
    await show(shown);
    await storage.put('posters/1.jpg', PICTURE);
    cinema.clock.advance(days(2));

    expect(await sweep()).toBe(1_000);

    expect(storage.keys).toEqual([shown, 'posters/1.jpg']);
  });

  it('stay while the storage is down', async () => {
    await aPicture('orphan');
    cinema.clock.advance(days(2));
    storage.goDown();
    await expect(sweep()).rejects.toThrow(ObjectStorageUnavailable);

    storage.comeBack();
    expect(await sweep()).toBe(1);
  });
});

describe('events of the gateway', () => {
  it('are forgotten after 90 days, however many there are', async () => {
    const record = (id: string) =>
      cinema.unitOfWork.run(({ webhookEvents }) =>
        webhookEvents.record({ id, type: 'checkout.session.completed', receivedAt: cinema.clock.now() }),
      );
    const forget = () => new ForgetWebhookEvents(cinema.unitOfWork, cinema.clock).execute();
    for (let count = 0; count < 1_001; count += 1) await record(`evt_${count}`);
    cinema.clock.advance(days(90) - 1);
    await record('evt_young');
    expect(await forget()).toBe(0);

    cinema.clock.advance(1);
    expect(await forget()).toBe(1_001);

    expect([...cinema.tables.webhookEvents.keys()]).toEqual(['evt_young']);
  });
});
