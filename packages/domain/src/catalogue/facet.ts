import { canonical, type Fault, InvalidInput } from '../shared/index.ts';
import { countryOf } from './countries.ts';
import { nameFaults } from './movie-faults.ts';

/** What movies are found by beside their titles: everything that has a name of its own and many movies. */
export const FACET_KINDS = ['genre', 'actor', 'director', 'language', 'certification', 'country'] as const;
export type FacetKind = (typeof FACET_KINDS)[number];

export interface FacetDraft {
  readonly kind: FacetKind;
  /** 1–255 characters, unique among its kind whatever its case. */
  readonly name: string;
  /** ISO 3166-1 alpha-2, upper case, unique; null for all but countries. */
  readonly code: string | null;
}

export interface FacetState extends FacetDraft {
  readonly id: number;
}

/** What a moderator states about a facet; a country without a name gets that of its code. */
export interface FacetDetails {
  readonly name?: string;
  /** Of a country: ISO 3166-1 alpha-2 or alpha-3, in any case. */
  readonly code?: string;
}

/** A genre, an actor, a director, a language, a certification or a country. */
export class Facet {
  #state: FacetState;
  private constructor(state: FacetState) {
    this.#state = state;
  }

  static restore(state: FacetState): Facet {
    return new Facet(state);
  }

  /** @throws InvalidInput with every fault of the details */
  static describe(kind: FacetKind, details: FacetDetails): FacetDraft {
    return soundFacet({ kind, name: '', code: null }, details);
  }

  get state(): FacetState {
    return this.#state;
  }

  /** Takes over what is stated; all else stays. @throws InvalidInput with every fault of the details */
  change(details: FacetDetails): void {
    this.#state = { ...soundFacet(this.#state, details), id: this.#state.id };
  }
}

/** Whether two facets cannot stand beside each other: one name or one code names both. */
export function isSameFacet(one: FacetDraft, other: FacetDraft): boolean {
  if (one.kind !== other.kind) return false;
  return canonical(one.name) === canonical(other.name) || (one.code !== null && one.code === other.code);
}

/** @throws InvalidInput */
function soundFacet(known: FacetDraft, { name, code }: FacetDetails): FacetDraft {
  if (known.kind !== 'country') {
    const named = name ?? known.name;
    InvalidInput.throwIfAny(nameFaults('name', named));
    return { kind: known.kind, name: named.trim(), code: null };
  }
  const country = countryOf(code ?? known.code ?? '');
  if (!country) throw new InvalidInput([UNKNOWN_CODE, ...(name === undefined ? [] : nameFaults('name', name))]);
  const named = name ?? (known.name || country.name);
  InvalidInput.throwIfAny(nameFaults('name', named));
  return { kind: 'country', name: named.trim(), code: country.code };
}

const UNKNOWN_CODE: Fault = { field: 'code', message: 'Country must be an ISO 3166-1 code.' };
