import { DomainError } from '@online-cinema/domain/shared';

/** A list of movies has nothing on this page. */
export class NoMoviesFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('No movies found.');
  }
}
