import {
  AddFacet,
  AddMovie,
  ChangeFacet,
  ChangeMovie,
  RecomputePopularity,
  RemoveFacet,
  RemoveMovie,
} from '@online-cinema/application/catalogue';
import { AddToCart, PlaceOrder } from '@online-cinema/application/ordering';
import {
  FACET_KINDS,
  FacetAlreadyExists,
  type FacetKind,
  FacetNotFound,
  MovieAlreadyExists,
  MovieInCarts,
  MovieInPendingOrders,
  MovieNotFound,
  MoviePurchased,
} from '@online-cinema/domain/catalogue';
import { Actor, days, InvalidInput, ModeratorRequired } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';
import { aFilm } from '../support/a-film.ts';

let cinema: ACinema;
let user: Actor;
let moderator: Actor;
let admin: Actor;

beforeEach(async () => {
  cinema = new ACinema();
  user = await cinema.aUser('ann@cinema.example');
  moderator = await cinema.aUser('mo@cinema.example', { group: 'moderator' });
  admin = await cinema.aUser('admin@cinema.example', { group: 'admin' });
});

const addMovie = () => new AddMovie(cinema.unitOfWork, cinema.secrets, cinema.clock);
const changeMovie = () => new ChangeMovie(cinema.unitOfWork, cinema.clock);
const removeMovie = () => new RemoveMovie(cinema.unitOfWork);
const addFacet = () => new AddFacet(cinema.unitOfWork);
const changeFacet = () => new ChangeFacet(cinema.unitOfWork);
const removeFacet = () => new RemoveFacet(cinema.unitOfWork);

describe('the catalogue', () => {
  const nobody = { id: 12_345 };
  const kind = 'genre';

  it.each([
    ['adds a movie', (actor: Actor) => addMovie().execute({ actor, details: {} })],
    ['changes a movie', (actor: Actor) => changeMovie().execute({ actor, movie: nobody, details: {} })],
    ['removes a movie', (actor: Actor) => removeMovie().execute({ actor, movie: nobody })],
    ['adds a genre', (actor: Actor) => addFacet().execute({ actor, kind, details: {} })],
    ['changes a genre', (actor: Actor) => changeFacet().execute({ actor, kind, id: nobody.id, details: {} })],
    ['removes a genre', (actor: Actor) => removeFacet().execute({ actor, kind, id: nobody.id })],
  ])('has moderators and admins, and nobody else, who %s', async (_, act) => {
    for (const actor of [user, Actor.anyone]) await expect(act(actor)).rejects.toBeInstanceOf(ModeratorRequired);
    for (const actor of [moderator, admin]) await expect(act(actor)).rejects.not.toBeInstanceOf(ModeratorRequired);
  });
});

describe('adding a movie', () => {
  it('takes it into the catalogue with everything that it names', async () => {
    const details = { name: 'Heat', date: '1995-12-15', genres: ['Crime'], stars: ['Al Pacino'], country: 'USA' };
    const id = await addMovie().execute({ actor: moderator, details });

    expect(cinema.tables.movies.get(id)).toMatchObject({
      name: 'Heat',
      year: 1995,
      genres: ['Crime'],
      cast: [{ name: 'Al Pacino', isStar: true }],
      country: { code: 'US' },
      createdAt: cinema.clock.now(),
    });
    expect(cinema.tables.facets.all().map(({ name }) => name)).toEqual(expect.arrayContaining(['Crime', 'Al Pacino']));
  });

  it('is refused for a movie that is there, and for one that cannot be', async () => {
    const details = { name: 'Heat', date: '1995-12-15' };
    await addMovie().execute({ actor: moderator, details });

    const again = addMovie().execute({ actor: moderator, details: { ...details, name: 'HEAT' } });
    await expect(again).rejects.toThrow("A movie with the name 'HEAT' and release date '1995-12-15' already exists.");
    await expect(again).rejects.toBeInstanceOf(MovieAlreadyExists);
    await expect(addMovie().execute({ actor: moderator, details: {} })).rejects.toBeInstanceOf(InvalidInput);
    expect(cinema.tables.movies.all()).toHaveLength(1);
  });

  it('says the year of a movie without a date that is there', async () => {
    const details = { name: 'Heat', year: 1995 };
    await addMovie().execute({ actor: moderator, details });

    await expect(addMovie().execute({ actor: moderator, details })).rejects.toThrow(
      "A movie with the name 'Heat' and year 1995 already exists.",
    );
  });
});

describe('changing a movie', () => {
  it('changes what is stated, by id or by uuid, and says when', async () => {
    const id = await cinema.aFilm('Heat');
    cinema.clock.advance(1000);
    await changeMovie().execute({ actor: moderator, movie: { id }, details: { genres: ['Crime'] } });
    const { uuid } = cinema.tables.movies.get(id) ?? { uuid: '' };
    await changeMovie().execute({ actor: moderator, movie: { uuid }, details: { price: null } });

    const movie = cinema.tables.movies.get(id);
    expect(movie).toMatchObject({ name: 'Heat', genres: ['Crime'], price: null, updatedAt: cinema.clock.now() });
  });

  it('is refused for a movie that is not there, and where another one is so called', async () => {
    const id = await cinema.aFilm('Heat');
    await cinema.aFilm('Alien');
    const change = (movie: { id: number }, name: string) =>
      changeMovie().execute({ actor: moderator, movie, details: { name } });

    await expect(change({ id: 12_345 }, 'Ran')).rejects.toBeInstanceOf(MovieNotFound);
    await expect(change({ id }, 'alien')).rejects.toBeInstanceOf(MovieAlreadyExists);
    await expect(change({ id }, '')).rejects.toBeInstanceOf(InvalidInput);
    expect(cinema.tables.movies.get(id)).toMatchObject({ name: 'Heat' });
  });
});

describe('removing a movie', () => {
  const remove = (id: number) => removeMovie().execute({ actor: moderator, movie: { id } });
  const toCart = (id: number) => new AddToCart(cinema.unitOfWork, cinema.clock).execute({ actor: user, movie: { id } });
  const placeOrder = () => new PlaceOrder(cinema.unitOfWork, cinema.clock).execute({ actor: user });

  it('takes it out of the catalogue', async () => {
    const id = await cinema.aFilm('Heat');
    await remove(id);

    expect(cinema.tables.movies.get(id)).toBeUndefined();
    await expect(remove(id)).rejects.toBeInstanceOf(MovieNotFound);
    await expect(toCart(id)).rejects.toBeInstanceOf(MovieNotFound);
  });

  it('is refused while anyone has it in a cart, in a pending order, or for good', async () => {
    const id = await cinema.aFilm('Heat', 999);
    await toCart(id);
    await expect(remove(id)).rejects.toBeInstanceOf(MovieInCarts);
    await placeOrder();
    await expect(remove(id)).rejects.toBeInstanceOf(MovieInPendingOrders);

    const other = await cinema.aFilm('Free', 0);
    const bob = await cinema.aUser('bob@cinema.example');
    await new AddToCart(cinema.unitOfWork, cinema.clock).execute({ actor: bob, movie: { id: other } });
    await new PlaceOrder(cinema.unitOfWork, cinema.clock).execute({ actor: bob });
    await expect(remove(other)).rejects.toBeInstanceOf(MoviePurchased);
    expect(cinema.tables.movies.all()).toHaveLength(2);
  });
});

describe('the names of a catalogue', () => {
  const details = (kind: FacetKind, name: string) => (kind === 'country' ? { name, code: 'FR' } : { name });

  it.each(FACET_KINDS)('may be given to a %s before any movie has it, and taken from it', async (kind) => {
    const facet = await addFacet().execute({ actor: moderator, kind, details: details(kind, 'Éloge') });
    expect(cinema.tables.facets.get(facet.id)).toEqual(facet);
    const again = addFacet().execute({ actor: moderator, kind, details: details(kind, 'éloge') });
    await expect(again).rejects.toBeInstanceOf(FacetAlreadyExists);
    await expect(again).rejects.toThrow(new RegExp(`^An? ${kind} with name 'éloge' already exists.$`));

    await changeFacet().execute({ actor: moderator, kind, id: facet.id, details: { name: 'Praise' } });
    expect(cinema.tables.facets.get(facet.id)).toEqual({ ...facet, name: 'Praise' });
    await removeFacet().execute({ actor: moderator, kind, id: facet.id });
    expect(cinema.tables.facets.all()).toEqual([]);
  });

  it.each([
    ['genre', 'Genre with the given ID was not found.'],
    ['country', 'Country with the given ID was not found.'],
  ] as const)('are not changed of a %s that is not there', async (kind, message) => {
    const id = 12_345;
    for (const act of [
      changeFacet().execute({ actor: moderator, kind, id, details: { name: 'Praise' } }),
      removeFacet().execute({ actor: moderator, kind, id }),
    ]) {
      await expect(act).rejects.toBeInstanceOf(FacetNotFound);
      await expect(act).rejects.toThrow(message);
    }
  });

  it('change in all of its movies', async () => {
    const id = await addMovie().execute({ actor: moderator, details: { name: 'Heat', year: 1995, genres: ['Crime'] } });
    const [genre] = cinema.tables.facets.all();
    await changeFacet().execute({ actor: moderator, kind: 'genre', id: genre?.id ?? 0, details: { name: 'Heist' } });
    expect(cinema.tables.movies.get(id)).toMatchObject({ genres: ['Heist'] });

    await removeFacet().execute({ actor: moderator, kind: 'genre', id: genre?.id ?? 0 });
    expect(cinema.tables.movies.get(id)).toMatchObject({ genres: [] });
  });
});

describe('recomputing how popular movies are', () => {
  const recompute = () => new RecomputePopularity(cinema.unitOfWork, cinema.clock).execute();
  const like = (...movieIds: readonly number[]) =>
    cinema.unitOfWork.run(async ({ reactions }) => {
      const now = cinema.clock.now();
      for (const movieId of movieIds) await reactions.set({ userId: user.userId, movieId, value: 'like', now });
    });
  const popularityOf = (id: number) => cinema.tables.popularities.get(id) ?? 0;

  it('looks at what people did, and says how many movies it changed', async () => {
    const [liked, ignored] = [await cinema.aFilm('Liked'), await cinema.aFilm('Ignored')];
    expect(await recompute()).toBe(0);
    await like(liked);

    expect(await recompute()).toBe(1);
    expect(popularityOf(liked)).toBeGreaterThan(0);
    expect(popularityOf(ignored)).toBe(0);
    expect(await recompute()).toBe(0);
  });

  it('lets movies age', async () => {
    const id = await cinema.aFilm('Liked');
    await like(id);
    await recompute();
    const before = popularityOf(id);
    cinema.clock.advance(days(3652.5));

    expect(await recompute()).toBe(1);
    expect(popularityOf(id)).toBeCloseTo(before / 2, 3);
  });

  it('forgets what nobody likes any more', async () => {
    const id = await cinema.aFilm('Liked');
    await like(id);
    await recompute();
    await cinema.unitOfWork.run(({ reactions }) => reactions.remove({ userId: user.userId, movieId: id }));

    expect(await recompute()).toBe(1);
    expect(popularityOf(id)).toBe(0);
    expect(await recompute()).toBe(0);
  });

  it.each([499, 500, 501, 1_000])('misses none of %d movies', async (count) => {
    const films = Array.from({ length: count }, (_, index) => aFilm({ name: `${index}` }));
    await cinema.unitOfWork.run(({ movies }) => movies.addAll(films));
    await like(...cinema.tables.movies.all().map(({ id }) => id));

    expect(await recompute()).toBe(count);
    expect(cinema.tables.popularities.size).toBe(count);
  });
});
