import type { Offer } from '@online-cinema/domain/ordering';
import { aFilm } from './a-film.ts';
import type { Store } from './database.ts';
import { aUserDraft, usd } from './drafts.ts';

/** Empties the store, and puts two people and two films of 9.99 and 5.00 into it. */
export async function twoPeopleTwoFilms(
  store: Store,
): Promise<{ ann: number; bob: number; heat: Offer; alien: Offer }> {
  await store.empty();
  const films = [
    aFilm({ name: 'Heat', price: usd(999), genres: ['Crime', 'Action'] }),
    aFilm({ name: 'Alien', price: usd(500) }),
  ];
  return store.unitOfWork.run(async ({ users, movies, offers }) => {
    const ann = (await users.add(aUserDraft('ann@cinema.example'))).id;
    const bob = (await users.add(aUserDraft('bob@cinema.example'))).id;
    await movies.addAll(films);
    const [heat, alien] = await Promise.all(films.map(({ uuid }) => offers.find({ uuid })));
    if (!heat || !alien) throw new Error('The films were not added');
    return { ann, bob, heat, alien };
  });
}
