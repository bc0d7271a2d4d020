import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

interface Size {
  readonly width?: number;
  readonly height?: number;
}

/** Left half red, right half blue: so that what is turned or cut shows. */
export function aPicture({ width = 60, height = 40 }: Size = {}): Sharp {
  const half = { create: { width: Math.floor(width / 2), height, channels: 3, background: '#0000ff' } } as const;
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: half, left: Math.ceil(width / 2), top: 0 },
  ]);
}

/** Noise, which no format makes much smaller. */
export function aNoisyPicture({ width = 60, height = 40 }: Size = {}): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });
}

/** The same PNG with another chunk (PNG specification, 5.3) behind its header. */
export function withChunk(png: Buffer, type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([png.subarray(0, AFTER_HEADER), length, named, check, png.subarray(AFTER_HEADER)]);
}

/** The signature and IHDR. */
const AFTER_HEADER = 33;

/**
 * A progressive JPEG of `side` × `side` grey pixels, drawn in `scans` scans (189 at most) of a few bytes each that are
 * all in order (ITU-T T.81, G): little to send, much to decode.
 */
export function aJpegOfManyScans({ side, scans }: { side: number; scans: number }): Buffer {
  const blocks = (side / 8) ** 2;
  const oneCode = [1, ...Array<number>(15).fill(0)];
  const components = [1, 2, 3];
  const frame = [8, side >> 8, side & 255, side >> 8, side & 255, 3, ...components.flatMap((id) => [id, 0x11, 0])];
  const emptyBlocks = endsOfBand(blocks);
  const bands = components.flatMap((id) => Array.from({ length: 63 }, (_, index) => [id, index + 1] as const));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc2, frame),
    segment(0xc4, [0x00, ...oneCode, 0x00]),
    segment(0xc4, [0x10, ...oneCode, 0xe0]),
    segment(0xda, [3, ...components.flatMap((id) => [id, 0]), 0, 0, 0]),
    Buffer.alloc(Math.ceil((blocks * 3) / 8)),
    ...bands.slice(0, scans - 1).flatMap(([id, band]) => [segment(0xda, [1, id, 0, band, band, 0]), emptyBlocks]),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, data: readonly number[]): Buffer {
  const length = data.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...data]);
}

/** "Nothing in the next 16,384 to 32,767 blocks", as often as it takes. */
function endsOfBand(blocks: number): Buffer {
  const runs = Array.from({ length: Math.ceil(blocks / 32_767) }, (_, index) =>
    Math.max(16_384, Math.min(32_767, blocks - index * 32_767)),
  );
  const bits = runs.map((run) => `0${(run - 16_384).toString(2).padStart(14, '0')}`).join('');
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? [];
  return Buffer.from(
    bytes.map((byte) => Number.parseInt(byte, 2)).flatMap((byte) => (byte === 255 ? [255, 0] : [byte])),
  );
}
