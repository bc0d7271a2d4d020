import multipart, { type MultipartFile } from '@fastify/multipart';
import type { AvatarImages } from '@online-cinema/application/ports';
import { AvatarRefused, LARGEST_AVATAR } from '@online-cinema/domain/accounts';
import { DomainError } from '@online-cinema/domain/shared';
import type { FastifyRequest } from 'fastify';
import type { Server } from '../type-provider.ts';
import { fault, type InputFault, InputRefused } from '../validation/input-fault.ts';
import { notAFile, valueError } from '../validation/messages.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The picture that came with a form; undefined if none did. */
    picture: Uint8Array | undefined;
  }
}

const PICTURE = 'avatar';
const LONGEST_TEXT = 64 * 1024;
/** Of a file one byte more is read than is taken, so that it shows what is too large; the rest passes by. */
const LIMITS = { fileSize: LARGEST_AVATAR + 1, parts: 50 };

/** What came says it is a form, and is none that anyone could read. */
export class FormUnreadable extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('There was an error parsing the body');
  }
}

/** A text of a form that is longer than any that is asked for. */
class TextTooLong extends Error {
  override readonly name = 'TextTooLong';
  readonly statusCode = 413;
}

/**
 * Within `app`, bodies are forms that may carry a picture; they are read as they come, and no more than needed. The
 * faults of the picture are told together with those of the fields.
 */
export async function pictureForms(app: Server, images: AvatarImages): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(multipart, { limits: LIMITS, throwFileSizeLimit: false });
  app.decorateRequest('picture');
  app.setErrorHandler(async (error, { picture, body }) => {
    if (!(error instanceof InputRefused) || picture === undefined) throw error;
    throw new InputRefused([...error.faults, ...(await faultsOf(picture, images, body))]);
  });
}

/**
 * Reads the form: its fields into the body, where they are checked like any other's, its picture apart. Of a field
 * given twice the last counts.
 * @throws InputRefused for a picture that is no file, FormUnreadable
 */
export async function readPictureForm(request: FastifyRequest): Promise<void> {
  if (!request.isMultipart()) return;
  const { fields, picture } = await read(request).catch((error: unknown) => {
    throw isTooMuch(error) ? error : new FormUnreadable();
  });
  if (fields.has(PICTURE) && picture === undefined) {
    throw new InputRefused([fault(notAFile, ['body', PICTURE], fields.get(PICTURE))]);
  }
  request.body = Object.fromEntries(fields);
  request.picture = picture;
}

type Form = Readonly<{ fields: ReadonlyMap<string, unknown>; picture: Uint8Array | undefined }>;

async function read(request: FastifyRequest): Promise<Form> {
  const fields = new Map<string, unknown>();
  let picture: Uint8Array | undefined;
  for await (const part of partsOf(request, fields)) {
    const { fieldname: name, filename } = part;
    if (name === undefined) throw new FormUnreadable();
    const bytes = await bytesOf(part, filename === undefined ? LONGEST_TEXT : LARGEST_AVATAR);
    // What a browser sends where no file was chosen.
    if (name === PICTURE && !filename && bytes.length === 0) continue;
    if (name === PICTURE) picture = filename === undefined ? undefined : bytes;
    if (filename === undefined) fields.set(name, new TextDecoder().decode(bytes));
    // The picture's own name is shown again, and kept nowhere: whatever is in it, it is no fault.
    else fields.set(name, name === PICTURE ? filename.replaceAll('\0', '').toWellFormed() : { filename });
  }
  return { fields, picture };
}

/** A part as it comes: the names are absent if the sender gave none. */
type Part = Readonly<{ fieldname: string | undefined; filename: string | undefined; file: MultipartFile['file'] }>;

/**
 * The parts one after another, texts too as streams of bytes, whatever they say they are. The library hands over no part
 * whose name every object has (`constructor`); it is set among the fields, to be refused as any that nobody asked for.
 */
async function* partsOf(request: FastifyRequest, fields: Map<string, unknown>): AsyncGenerator<Part> {
  const isPartAFile = (name: string | undefined) => {
    if (name !== undefined && name in Object.prototype) fields.set(name, null);
    return true;
  };
  try {
    for await (const part of request.parts({ isPartAFile })) if (part.type === 'file') yield part;
  } catch (error) {
    if (!(error instanceof request.server.multipartErrors.PrototypeViolationError)) throw error;
  }
}

/** Up to `most` bytes of a text, one more of a file; what is beyond is read and dropped. @throws TextTooLong */
async function bytesOf({ file, filename }: Part, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file) {
    length += chunk.length;
    if (length - chunk.length <= most) chunks.push(chunk);
  }
  if (filename === undefined && length > most) throw new TextTooLong();
  return Buffer.concat(chunks);
}

/** More than a form may have: parts, or text. */
function isTooMuch(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 413;
}

async function faultsOf(picture: Uint8Array, images: AvatarImages, body: unknown): Promise<readonly InputFault[]> {
  try {
    await images.reencode(picture);
    return [];
  } catch (error) {
    if (!(error instanceof AvatarRefused)) throw error;
    const name: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, PICTURE) : null;
    return error.faults.map(({ message }) => fault(valueError(message), ['body', PICTURE], name));
  }
}
