import { Type } from 'typebox';
import { body } from '../shared/schemas.ts';
import { email, newPassword } from './schemas.ts';

export const passwordChange = body(
  { old_password: Type.String(), new_password: newPassword },
  { old_password: 'Str0ng!pass', new_password: 'Str0nger!pass' },
);

export const resetRequest = body({ email }, { email: 'ann@example.com' });

export const resetCompletion = body(
  { email, token: Type.String({ description: 'As the link of the e-mail carries it.' }), password: newPassword },
  { email: 'ann@example.com', token: 'pQ3vJ0mWc5', password: 'Str0nger!pass' },
);
