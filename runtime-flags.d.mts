export const RUNTIME_FLAGS: readonly string[];
export const RUNTIME_ENV: Readonly<Record<string, string>>;
