import type { NamedCells } from './template-names.ts';

/** A variable that the description brings, with its value on each instance that uses it. */
export interface FleetVariable extends NamedCells {
  readonly name: string;
  /** Keys that use it, as `Plugin:file:key`. */
  readonly keys: readonly string[];
  /** Always each instance's own, even where two happen to have the same value. */
  readonly isOwn: boolean;
}
