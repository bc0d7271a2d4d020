import { DomainError } from '@online-cinema/domain/shared';

/** A dependency that the request needs is down. */
export class ServiceUnavailable extends DomainError {
  readonly kind = 'unavailable';
  constructor(options?: { cause: unknown }) {
    super('The service is temporarily unavailable. Please try again later.', {}, options);
  }
}

/** The database cannot be reached, or stays busy. */
export class DatabaseUnavailable extends ServiceUnavailable {}

/** The object storage cannot be reached. */
export class ObjectStorageUnavailable extends ServiceUnavailable {}

/** More passwords wait to be hashed than the machine can take on. */
export class TooBusyToHash extends ServiceUnavailable {}
