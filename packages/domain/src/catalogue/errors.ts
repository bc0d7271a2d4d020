import { DomainError } from '../shared/index.ts';

export class MovieNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Movie with the given ID was not found.');
  }
}

export class GenreNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Genre with the given ID was not found.');
  }
}
