import type { ConfigFormat, ReadResult } from './config-format.ts';
import { readYaml } from './yaml/read-yaml.ts';
import { learn, matchSkeleton, type Skeleton, skeletonOf } from './yaml/skeleton.ts';

export interface SiblingReader {
  read(text: string): ReadResult;
}

const MAX_SKELETONS = 4;

/**
 * A reader for the same file of many instances, whose copies differ in few values. It gives what `format.read` gives,
 * but compares a text with those it has read before and reads only the values that differ. For formats other than
 * YAML it is `format.read` itself.
 */
export function createSiblingReader(format: ConfigFormat): SiblingReader {
  return format.name === 'yaml' ? new YamlSiblingReader() : { read: (text) => format.read(text) };
}

class YamlSiblingReader implements SiblingReader {
  /** The one used last comes first. */
  #skeletons: readonly Skeleton[] = [];

  read(text: string): ReadResult {
    for (const skeleton of this.#skeletons) {
      const document = matchSkeleton(skeleton, text);
      if (document === undefined) continue;
      this.#keep(skeleton, skeleton);
      return { kind: 'read', document };
    }
    const result = readYaml(text);
    if (result.kind === 'read') this.#remember(text, result.document);
    return result;
  }

  #remember(text: string, document: Parameters<typeof skeletonOf>[1]): void {
    for (const skeleton of this.#skeletons) {
      const learned = learn(skeleton, text, document);
      if (learned === undefined) continue;
      this.#keep(learned, skeleton);
      return;
    }
    this.#keep(skeletonOf(text, document), undefined);
  }

  #keep(skeleton: Skeleton, instead: Skeleton | undefined): void {
    if (this.#skeletons[0] === skeleton) return;
    const others = this.#skeletons.filter((other) => other !== instead);
    this.#skeletons = [skeleton, ...others].slice(0, MAX_SKELETONS);
  }
}
