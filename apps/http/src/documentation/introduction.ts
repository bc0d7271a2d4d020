/** What whoever writes a client has to know that no single operation can say, in Markdown. */
export const introduction = `An online cinema: people register, choose films and buy the right to watch them.

Register, follow the link of the e-mail, log in, and send the access token as \`Authorization: Bearer …\`. It is good
for an hour; the refresh token gets others as long as the session lasts, in several tabs at once. A token that is sent
must be good, also where none is needed.

- **Values.** JSON in and out. Times are ISO 8601 in UTC, dates \`YYYY-MM-DD\`, money is a decimal string. A slash at the
  end of a path is optional. A field that a body does not know is refused, and so is a name that a query below
  \`/admin/\` does not know; other queries pass such names over.
- **Errors** are \`{"detail": "…"}\`, and input with faults is 422 with a list of all of them. A path that nothing is at
  is 404 \`Not Found\`, a method that it does not take 405 \`Method Not Allowed\` with \`Allow\`. Every answer bears
  \`x-request-id\`: name it when you ask for help.
- **Pages.** \`page\` counts from 1, \`per_page\` goes to 100. \`prev_page\` and \`next_page\` are paths without the \`/api/v1\`
  before them, or null.
- **Limits.** Tries at registering, logging in and resetting a password are limited; 429 says in \`Retry-After\` when to go
  on. Of one kind of e-mail an address gets five an hour: further requests are answered alike, and no e-mail goes out.
- **Repeats.** Give a \`POST\` to \`/orders/…\` an \`Idempotency-Key\`, and it can be sent again after a lost answer: the
  first answer comes again, with \`Idempotent-Replayed: true\`. A copy of one that is under way waits for it, up to ten
  seconds. Answers of 401, 422, 429 and 5xx are not kept: the same key may try again.
- **Caches.** What anyone may read has an \`ETag\`; send it as \`If-None-Match\`, and 304 says that nothing has changed.`;

/** The parts of the document, in their order. */
export const tags = [
  { name: 'Accounts', description: 'Registering, logging in and out, sessions' },
  { name: 'Profiles', description: 'What users show of themselves' },
  { name: 'Administration', description: 'Who is in, what they may do, and what they bought' },
  { name: 'Catalogue', description: 'Films: for anyone to find, for moderators to keep' },
  { name: 'Lists of names', description: 'Genres, actors and all else that films are found by; moderators keep them' },
  { name: 'Community', description: 'What users think and say of films, and to each other' },
  { name: 'Cart', description: 'What a user means to buy' },
  { name: 'Orders', description: 'What a user agreed to buy, and the way to pay for it' },
  { name: 'Payments', description: 'Money that moved' },
  { name: 'Purchases', description: 'The library: what a user may watch' },
];
