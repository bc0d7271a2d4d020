import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dockerfile.ts';

/** A fenced block of a page of the docs. */
export interface Fenced {
  /** The heading it stands under. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
}

/** Every fenced block of a page, which is named from the root of the checkout. */
export function fencedBlocks(page: string): readonly Fenced[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  let heading = '';
  const blocks: Fenced[] = [];
  for (const [, title, language, code] of text.matchAll(/^#+ (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else blocks.push({ heading, language: language ?? '', code: code ?? '' });
  }
  return blocks;
}

/** What an example says that it prints: the comments behind `console.log`, a line each. */
export function promisedOutput({ code }: Fenced): string {
  return [...code.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, promised]) => `${promised}\n`).join('');
}
