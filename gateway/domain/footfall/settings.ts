/** What decides how many people are inside. Defaults, bounds and the reasons for both stand in the config schema. */
export type FootfallSettings = Readonly<Record<never, never>>;
