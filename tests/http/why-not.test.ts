import { DatabaseUnavailable, SchemaTooNew } from '@online-cinema/application/ports';
import { readConfig, WrongConfiguration } from '@online-cinema/http/config';
import { StartRefused } from '@online-cinema/http/start-refused';
import { whyNot } from '@online-cinema/http/why-not';
import { describe, expect, it } from 'vitest';

const config = readConfig({ DATA_DIR: '/srv/cinema' });
const withDatabaseElsewhere = readConfig({ DATA_DIR: '/srv/cinema', DATABASE_URL: 'sqlite:/mnt/films.sqlite' });

/** As SQLite and the operating system tell of it. */
const failure = (code: string, more: object = {}) => Object.assign(new Error('no'), { code, ...more });

describe('why a process does not start', () => {
  it.each<[string, unknown, string]>([
    ['wrong values, a line each', new WrongConfiguration(['PORT is no.', 'HOST is no.']), 'PORT is no.\nHOST is no.'],
    ['what it says itself', new StartRefused('No.'), 'No.'],
    [
      'a database with several addresses that is at none of them',
      new DatabaseUnavailable({ cause: new AggregateError([new Error('refused at ::1'), new Error('and 127.0.0.1')]) }),
      'The database cannot be reached: refused at ::1, and 127.0.0.1',
    ],
    ['a wrong password', failure('28P01'), 'The database does not let us in: no'],
    ['no such database', failure('3D000'), 'The database does not let us in: no'],
    ['a database that is being stopped', failure('57P03'), 'The database cannot be reached: no'],
    ['a database that takes no more connections', failure('53300'), 'The database cannot be reached: no'],
    [
      'a database that a newer version has migrated',
      new SchemaTooNew('pg-boss', 38, 37),
      'The database was migrated by a newer version: its pg-boss is 38, and this version knows 37. Start the newer one, or restore the backup.',
    ],
    ['a full disk', failure('SQLITE_FULL'), 'DATA_DIR (/srv/cinema) cannot be written: the disk is full.'],
    [
      'a disk that fails at a write',
      failure('SQLITE_IOERR_WRITE'),
      'DATA_DIR (/srv/cinema) cannot be written: the disk fails, or is full.',
    ],
    [
      'a folder of somebody else',
      failure('EACCES', { syscall: 'mkdir', path: '/srv/cinema' }),
      'DATA_DIR (/srv/cinema) cannot be written: it is not ours to write.',
    ],
    ['whatever else is refused', failure('EMFILE', { syscall: 'open' }), 'Online Cinema cannot start: no'],
  ])('is %s', (_, error, line) => {
    expect(whyNot(error, config)).toBe(line);
  });

  it('names the database as well where that lies elsewhere', () => {
    expect(whyNot(failure('SQLITE_READONLY_DIRECTORY'), withDatabaseElsewhere)).toBe(
      'DATA_DIR (/srv/cinema) or the database (/mnt/films.sqlite) cannot be written: it is not ours to write.',
    );
  });

  it('is a fault of our own with its stack', () => {
    expect(whyNot(new TypeError('undefined is not a film'), config)).toMatch(/undefined is not a film\n +at /);
  });
});
