export type TextParams = Readonly<Record<string, string | number>>;

/**
 * What a feature says, declared beside its code: each key with the placeholders its sentence may use, or `words` for a list of
 * words she may type. The content check compares this with `prompts/` both ways before the bot starts.
 */
export type Sentences = Readonly<Record<string, readonly string[] | 'words'>>;

/** The sentences a person reads, by key (`organisation.welcome`), loaded from `prompts/` and checked before the bot starts. */
export interface Texts {
  /** The sentence with its `{placeholders}` filled. Throws a RangeError for a key or a placeholder that does not exist: a mistake of ours. */
  say(key: string, params?: TextParams): string;
  /** The words that mean a command (`bot.cancel` → hủy, huỷ, bỏ, thôi), as written in `prompts/phrases/`. */
  words(key: string): readonly string[];
  has(key: string): boolean;
}
