import type { BooksFilter, CustomerView } from '@online-cinema/application/ports';
import { days, later } from '@online-cinema/domain/shared';
import { type TSchema, Type } from 'typebox';
import { textFormat } from '../validation/formats.ts';
import { notAMoment } from '../validation/messages.ts';
import { pageQuery } from './pages.ts';
import { id } from './schemas.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;
/** Without an offset it is in UTC; in a query that was not encoded a plus is a space. */
const moment = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+ -]\d{2}:\d{2})?$/i;

const dayOrMoment = textFormat(
  'day-or-moment',
  notAMoment,
  (text) => startOf(text) !== undefined,
  /^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+ -]\d{2}:\d{2})?)?$/,
);

const time = (description: string) => Type.Optional(Type.String({ format: dayOrMoment, description }));

/** What moderators may ask the books for: orders or payments, of one of these statuses. */
export const booksQuery = <Status extends TSchema>(status: Status) =>
  Type.Object({
    ...pageQuery,
    user_id: Type.Optional(Type.Integer({ minimum: 1, description: 'Of this user.' })),
    order_id: Type.Optional(Type.Integer({ minimum: 1, description: 'This order, or the payments for it.' })),
    email: Type.Optional(
      Type.String({ maxLength: 255, description: 'A part of the user’s e-mail address, in any case.' }),
    ),
    created_from: time('From this day or moment on (UTC): `2026-01-31` or `2026-01-31T12:00:00Z`.'),
    created_to: time('Up to this day or moment, which is included (UTC).'),
    created_at: Type.Optional(Type.String({ format: 'date', description: 'On this day (UTC).' })),
    status: Type.Optional(status),
  });

type BooksQuery<Status> = Readonly<{
  user_id?: number;
  order_id?: number;
  email?: string;
  created_from?: string;
  created_to?: string;
  created_at?: string;
  status?: Status;
}>;

export function booksFilter<Status>(query: BooksQuery<Status>): BooksFilter<Status> {
  const { user_id: userId, order_id: orderId, email, status } = query;
  const { created_from: from, created_to: to, created_at: on } = query;
  const createdFrom = latest([from, on].map((text) => text && startOf(text)));
  const createdBefore = earliest([to, on].map((text) => text && endOf(text)));
  return {
    ...(userId !== undefined && { userId }),
    ...(orderId !== undefined && { orderId }),
    ...(email !== undefined && { email }),
    ...(createdFrom && { createdFrom }),
    ...(createdBefore && { createdBefore }),
    ...(status !== undefined && { status }),
  };
}

/** Undefined for what is neither a day nor a moment. */
function startOf(text: string): Date | undefined {
  if (day.test(text)) return dateOf(`${text}T00:00:00Z`, text);
  const [, date, clock, offset = 'Z'] = moment.exec(text) ?? [];
  return date && clock ? dateOf(`${date}T${clock}${offset.replace(' ', '+').toUpperCase()}`, date) : undefined;
}

/** What comes right after: the next day begins, or the next millisecond. */
function endOf(text: string): Date | undefined {
  const start = startOf(text);
  return start && later(start, day.test(text) ? days(1) : 1);
}

/** A day that the calendar does not have is none, though `Date` would take it for the next month's. */
function dateOf(iso: string, written: string): Date | undefined {
  const midnight = new Date(`${written}T00:00:00Z`);
  const moment = new Date(iso);
  if (Number.isNaN(midnight.getTime()) || Number.isNaN(moment.getTime())) return undefined;
  return midnight.toISOString().startsWith(written) ? moment : undefined;
}

function latest(times: readonly (Date | string | undefined)[]): Date | undefined {
  const dates = times.filter((time) => time instanceof Date);
  return dates.length === 0 ? undefined : new Date(Math.max(...dates.map(Number)));
}

function earliest(times: readonly (Date | string | undefined)[]): Date | undefined {
  const dates = times.filter((time) => time instanceof Date);
  return dates.length === 0 ? undefined : new Date(Math.min(...dates.map(Number)));
}

/** Whom an order or payment belongs to. */
export const customer = Type.Union(
  [Type.Object({ id: id('the user'), email: Type.String() }, { title: 'Customer' }), Type.Null()],
  { description: 'Null once the person is erased.' },
);

export const customerExample = { id: 1, email: 'ann@example.com' };

export function presentCustomer(view: CustomerView | null) {
  return view && { id: view.id, email: view.email };
}
