import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCinemaOn, type CinemaOn } from '../support/cinema-on.ts';
import { type Answer, Customer } from '../support/customer.ts';
import { DATABASES } from '../support/database.ts';

const FILM = {
  name: 'The Third Man',
  date: '1949-09-01',
  time: 104,
  imdb: 8.1,
  overview: 'A writer of westerns looks for a friend in the sewers of Vienna.',
  price: '8.99',
  genres: ['Film noir', 'Thriller'],
  actors: ['Joseph Cotten', 'Alida Vali', 'Orson Welles'],
  stars: ['Orson Welles'],
  directors: ['Carol Reed'],
  languages: ['English', 'German'],
  country: 'GB',
  certification: 'Approved',
};

describe.each(DATABASES)('a moderator keeps the catalogue, on %s', (database) => {
  let cinema: CinemaOn;
  let anyone: Customer;
  let moderator: Customer;
  let customer: Customer;
  let film: Answer['body'];
  beforeAll(async () => {
    cinema = await aCinemaOn(database);
    anyone = new Customer(cinema.url, 'anyone');
    moderator = await Customer.arrive(cinema.url, 'mona@example.com', cinema.mails);
    customer = await Customer.arrive(cinema.url, 'carl@example.com', cinema.mails);
  }, 90_000);
  afterAll(() => cinema?.remove());

  /** The names of the films that a query finds. */
  const found = async (query: string): Promise<readonly string[]> => {
    const { status, body } = await anyone.ask('GET', `/theater/movies/?${query}`);
    return status === 404 ? [] : body.movies.map(({ name }: { name: string }) => name);
  };
  const change = (path: string, body: object) => moderator.ask('PATCH', path, body);
  const moviePath = () => `/theater/movies/${film.id}/`;

  it('once made one by an admin, whose password was told to whoever runs the cinema', async () => {
    const refused = await moderator.ask('POST', '/theater/movies/', FILM);
    expect(refused).toMatchObject({ status: 403, body: { detail: 'Access denied. Moderator or admin required.' } });

    const password = await cinema.adminPassword();
    const admin = new Customer(cinema.url, 'admin@cinema.example');
    admin.accessToken = (await admin.post('/accounts/login/', { email: admin.email, password })).access_token;
    const { id } = await moderator.get('/accounts/me/');
    await admin.post(`/admin/users/${id}/change-group/`, { group: 'moderator' });
  });

  it('adds a film, which everybody finds from then on', async () => {
    const before = await anyone.ask('GET', '/theater/movies/?per_page=1');
    film = await moderator.post('/theater/movies/', FILM);
    expect(film).toMatchObject({ name: FILM.name, year: 1949, price: '8.99', country: { code: 'GB' } });

    const tag = { 'if-none-match': before.headers.get('etag') ?? '' };
    const after = await anyone.ask('GET', '/theater/movies/?per_page=1', undefined, tag);
    expect(after.status).toBe(200);
    expect(after.body).toMatchObject({ movies: [{ id: film.id }], total_items: before.body.total_items + 1 });

    for (const query of [
      'search=sewers vienna',
      'search=thrid man&sort=-imdb',
      'genre=film noir&genre=thriller',
      'actor=joseph cotten&star=orson welles&director=carol reed',
      'language=german&country=gb&certification=approved&year_to=1950',
      `genre=${film.genres[0].id}&price_from=8.99&price_to=8.99&for_sale=true`,
    ]) {
      expect([query, await found(query)]).toEqual([query, [FILM.name]]);
    }
    const { genres } = await anyone.get('/theater/genres/?search=noir');
    expect(genres).toEqual([{ ...film.genres[0], total_movies: 1 }]);
    expect(await anyone.get(`/theater/stars/${film.stars[0].id}/`)).toMatchObject({
      name: 'Orson Welles',
      movies: [{ name: FILM.name }],
    });
    const again = await moderator.ask('POST', '/theater/movies/', FILM);
    expect(again).toMatchObject({
      status: 409,
      body: { detail: "A movie with the name 'The Third Man' and release date '1949-09-01' already exists." },
    });
  });

  it('mends the name of an actor, in the film and in what it is found by', async () => {
    const { actors } = await anyone.get('/theater/actors/?search=alida');
    expect((await change(`/theater/actors/${actors[0].id}/`, { name: 'Alida Valli' })).status).toBe(200);
    const { actors: billed } = await anyone.get(moviePath());
    expect(billed.map(({ name }: { name: string }) => name)).toEqual(['Joseph Cotten', 'Alida Valli', 'Orson Welles']);
    expect(await found('actor=alida valli')).toEqual([FILM.name]);
    expect(await found('search=valli third')).toEqual([FILM.name]);
  });

  it('changes the price, and customers pay the new one', async () => {
    expect((await change(moviePath(), { price: '4.50' })).body).toMatchObject({ price: '4.50', imdb: 8.1 });
    expect((await customer.post('/cart/items/', { movie_id: film.id })).total).toBe('4.50');
  });

  it('deletes nothing that lies in somebody’s cart, but what nobody would miss', async () => {
    const refused = await moderator.ask('DELETE', moviePath());
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: "Movie is in users' carts and cannot be deleted." },
    });
    expect((await customer.ask('DELETE', '/cart/items/')).status).toBe(200);

    expect((await moderator.ask('DELETE', moviePath())).status).toBe(204);
    expect((await anyone.ask('GET', moviePath())).status).toBe(404);
    expect(await found('search=third man vienna')).toEqual([]);
    expect(await anyone.get(`/theater/genres/${film.genres[0].id}/`)).toMatchObject({ total_movies: 0, movies: [] });
    expect((await moderator.ask('DELETE', `/theater/genres/${film.genres[0].id}/`)).status).toBe(204);
    expect((await anyone.get('/theater/genres/?search=noir')).genres).toEqual([]);
  });
});
