export interface GeneratedFleet {
  /** Live files, and those among them that `drifted` would replace. */
  readonly files: readonly string[];
  readonly drifted: readonly { readonly file: string; readonly text: string }[];
  readonly ownedKeys: number;
}

export function generateFleet(options: {
  readonly out: string;
  readonly instances: number;
  readonly plugins: number;
}): GeneratedFleet;
