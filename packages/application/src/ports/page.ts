/** Which part of a list is asked for. */
export interface PageRequest {
  /** From 1. A page beyond the end is empty. */
  readonly page: number;
  /** 1–100. */
  readonly perPage: number;
}

/** A part of a list, and how long the whole list is. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly totalItems: number;
}
