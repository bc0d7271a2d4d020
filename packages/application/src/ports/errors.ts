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

/** A newer version has migrated the database: this one does not know it, and no migration of its own would mend that. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
  /** @param found and @param known are versions of the schema of `what` */
  constructor(what: string, found: number, known: number) {
    super(
      `The database was migrated by a newer version: its ${what} is ${found}, and this version knows ${known}. Start the newer one, or restore the backup.`,
    );
  }
}
