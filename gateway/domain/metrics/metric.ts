type Texts = Readonly<Record<'en' | 'zh-TW' | 'zh-CN', string>>;

/**
 * What a figure means, as data: pages show it beside the figure, and the documents are made of it. The id stays for ever; a formula that
 * changes is a new version, so that figures of different times can be told apart.
 */
export interface Metric {
  readonly id: string;
  readonly version: number;
  readonly name: Texts;
  readonly meaning: Texts;
  /** In plain mathematics; names of other metrics stand by their ids. */
  readonly formula: string;
  /** `share` is 0..1, `minor` the smallest unit of the shop's money. */
  readonly unit: 'count' | 'share' | 'minor' | 'days' | 'seconds' | 'score' | 'points' | 'text';
  /** Below this it is not shown; null where each single value is what it is. */
  readonly minimum: { readonly n: number; readonly of: Texts } | null;
  /** Where the definition comes from. */
  readonly sources: readonly string[];
}

export const metric = (definition: Metric): Metric => definition;
