import multipart, { type MultipartFile } from '@fastify/multipart';
import { AvatarRefused, LARGEST_AVATAR } from '@online-cinema/domain/accounts';
import { DomainError } from '@online-cinema/domain/shared';
import type { FastifyRequest } from 'fastify';
import type { Server } from '../type-provider.ts';
import { fault, InputRefused } from '../validation/input-fault.ts';
import { notAFile } from '../validation/messages.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The picture that came with a form; undefined if none did. */
    picture: Uint8Array | undefined;
  }
}

const PICTURE = 'avatar';
const LIMITS = { fileSize: LARGEST_AVATAR, files: 1, fields: 20, fieldSize: 64 * 1024, fieldNameSize: 100 };

/** What came says it is a form, and is none that anyone could read. */
export class FormUnreadable extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('There was an error parsing the body');
  }
}

/** Within `app`, bodies are forms that may carry a picture; they are read as they come, and no more than needed. */
export async function pictureForms(app: Server): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(multipart, { limits: LIMITS, throwFileSizeLimit: false });
  app.decorateRequest('picture');
}

/**
 * Reads the form: its fields into the body, where they are checked like any other's, its picture apart.
 * @throws AvatarRefused for a file that is too large, InputRefused for a picture that is no file, FormUnreadable
 */
export async function readPictureForm(request: FastifyRequest): Promise<void> {
  if (!request.isMultipart()) return;
  const fields = new Map<string, string>();
  let isTooLarge = false;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields.set(part.fieldname, String(part.value));
      else {
        const file = await readFile(part);
        isTooLarge ||= file.isTooLarge;
        // A browser sends an empty file without a name where none was chosen.
        if (part.filename !== '' || file.bytes.length > 0) fields.set(part.fieldname, part.filename);
        if (part.fieldname === PICTURE && fields.has(PICTURE)) request.picture = file.bytes;
      }
    }
  } catch (error) {
    throw isOfTheForm(error) ? new FormUnreadable() : error;
  }
  if (isTooLarge) throw AvatarRefused.tooLarge();
  if (fields.has(PICTURE) && request.picture === undefined) {
    throw new InputRefused([fault(notAFile, ['body', PICTURE], fields.get(PICTURE))]);
  }
  request.body = Object.fromEntries(fields);
}

async function readFile({ file }: MultipartFile): Promise<{ bytes: Uint8Array; isTooLarge: boolean }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), isTooLarge: file.truncated };
}

/** What the library throws of its own accord has a status; what has none is about the syntax. */
function isOfTheForm(error: unknown): boolean {
  return error instanceof Error && !('statusCode' in error);
}
