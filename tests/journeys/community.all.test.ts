import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCinemaOn, type CinemaOn } from '../support/cinema-on.ts';
import { Customer, PASSWORD } from '../support/customer.ts';
import { DATABASES } from '../support/database.ts';

describe.each(DATABASES)('people who talk about a film, on %s', (database) => {
  let cinema: CinemaOn;
  let ann: Customer;
  let bob: Customer;
  let path: string;
  let comment: number;
  beforeAll(async () => {
    cinema = await aCinemaOn(database);
    ann = await Customer.arrive(cinema.url, 'ann@example.com', cinema.mails);
    bob = await Customer.arrive(cinema.url, 'bob@example.com', cinema.mails);
    const { movies } = await ann.get('/theater/movies/?search=the godfather&per_page=1');
    path = `/theater/movies/${movies[0].id}/`;
  }, 90_000);
  afterAll(() => cinema?.remove());

  it('like and rate it, and all see how many do, and how high', async () => {
    await put(ann, `${path}reaction/`, { value: 'like' });
    await put(ann, `${path}rating/`, { value: 9 });
    await put(bob, `${path}reaction/`, { value: 'dislike' });
    await put(bob, `${path}rating/`, { value: 6 });

    expect(await ann.get(path)).toMatchObject({
      rating: { average: 7.5, count: 2 },
      likes: 1,
      dislikes: 1,
      mine: { reaction: 'like', rating: 9, favorite: false },
    });
    const { movies } = await new Customer(cinema.url, 'anyone').get('/theater/movies/?sort=-rating&per_page=1');
    expect(movies).toMatchObject([{ name: 'The Godfather', rating: 7.5 }]);
  });

  it('find it among their favorites', async () => {
    await put(ann, `${path}favorite/`);
    expect(await ann.get('/favorites/?search=godfather')).toMatchObject({
      movies: [{ name: 'The Godfather', rating: 7.5 }],
      total_items: 1,
    });
    expect((await ann.get(path)).mine.favorite).toBe(true);
    expect((await bob.ask('GET', '/favorites/')).status).toBe(404);
  });

  it('comment, reply and like, and are told of each other until they have read it', async () => {
    comment = (await ann.post(`${path}comments/`, { text: 'I could watch it every year.' })).id;
    await bob.post(`/comments/${comment}/replies/`, { text: 'And I the second part.' });
    await put(bob, `/comments/${comment}/like/`);

    const { comments } = await ann.get(`${path}comments/`);
    expect(comments).toMatchObject([
      { id: comment, likes: 1, liked: false, replies: [{ text: 'And I the second part.' }] },
    ]);
    expect(JSON.stringify(comments)).not.toContain('@');

    const unread = '/notifications/?unread=true';
    const { notifications } = await ann.get(unread);
    expect(notifications).toMatchObject([
      { kind: 'like', comment: { id: comment }, movie: { name: 'The Godfather' } },
      { kind: 'reply', comment: { id: comment }, movie: { name: 'The Godfather' } },
    ]);
    await ann.post('/notifications/read/', { ids: [notifications[0].id] });
    expect((await ann.get(unread)).notifications).toEqual([notifications[1]]);
    await ann.post('/notifications/read/', { all: true });
    expect((await ann.get(unread)).notifications).toEqual([]);
    expect((await bob.get('/notifications/')).notifications).toEqual([]);
  });

  it('leave with all that they said and thought, and with nothing of the others', async () => {
    expect((await ann.ask('DELETE', '/accounts/me/', { password: PASSWORD })).status).toBe(204);
    const { comments } = await bob.get(`${path}comments/`);
    expect(comments).toMatchObject([
      { id: comment, author: null, text: null, likes: 0, replies: [{ text: 'And I the second part.' }] },
    ]);
    expect(await bob.get(path)).toMatchObject({ rating: { average: 6, count: 1 }, likes: 0, dislikes: 1 });
  });
});

async function put(customer: Customer, path: string, body?: unknown): Promise<void> {
  const answer = await customer.ask('PUT', path, body);
  expect([path, answer.status, answer.body]).toEqual([path, 204, null]);
}
