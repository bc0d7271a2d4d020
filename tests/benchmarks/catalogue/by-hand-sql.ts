const named = (table: string, link: string, key: string, where = '') => `(
  select coalesce(json_agg(json_build_object('id', n.id, 'name', n.name) order by l.position), '[]')
  from ${link} l join ${table} n on n.id = l.${key}
  where l.movie_id = m.id ${where}
)`;

const columns = `
  m.id, m.uuid, m.name, m.date, m.year, m.score, m.imdb, m.votes, m.overview, m.price,
  ${named('genres', 'movies_genres', 'genre_id')} as genres,
  case when c.id is null then null else json_build_object('id', c.id, 'name', c.name) end as certification`;

const average = 'round((s.rating_sum::numeric / nullif(s.rating_count, 0)), 1)::float';

const joins = `
  left join certifications c on c.id = m.certification_id
  left join movie_stats s on s.movie_id = m.id`;

/** What comes after $1 others. PostgreSQL keeps one plan for all pages, as it cannot see how far they are. */
const part = (perPage: number) => `limit ${perPage} offset (select $1::bigint)`;

/** The ids come first, so that nothing is read of the films that are passed over. */
export const list = (perPage: number) => `
  select ${columns}, ${average} as rating
  from (select id from movies order by id desc ${part(perPage)}) page
  join movies m on m.id = page.id ${joins}
  order by m.id desc`;

/** $2: a genre in lower case, $3: a year. */
export const filtered = (perPage: number) => `
  select ${columns}, ${average} as rating
  from (
    select id from movies
    where year >= $3 and id in (
      select movie_id from movies_genres where genre_id = (select id from genres where canonical_name = $2)
    )
    order by imdb desc nulls last, sort_name, id desc ${part(perPage)}
  ) page
  join movies m on m.id = page.id ${joins}
  order by m.imdb desc nulls last, m.sort_name, m.id desc`;

/** $1: an id. */
export const detail = `
  select ${columns},
    m.time, m.meta_score, m.description, m.status, m.budget, m.revenue, m.gross,
    ${named('actors', 'actors_movies', 'actor_id')} as actors,
    ${named('actors', 'actors_movies', 'actor_id', 'and l.is_star')} as stars,
    ${named('directors', 'movies_directors', 'director_id')} as directors,
    ${named('languages', 'movies_languages', 'language_id')} as languages,
    case when k.id is null then null else json_build_object('id', k.id, 'code', k.code, 'name', k.name) end as country,
    json_build_object('average', ${average}, 'count', coalesce(s.rating_count, 0)) as rating,
    coalesce(s.likes, 0) as likes, coalesce(s.dislikes, 0) as dislikes, m.created_at, m.updated_at
  from movies m ${joins}
  left join countries k on k.id = m.country_id
  where m.id = $1`;
