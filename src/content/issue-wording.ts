import type { z } from 'zod';
import type { Texts } from '../core/texts.ts';

type Issue = z.core.$ZodIssue;
export interface WordedIssue {
  path: readonly PropertyKey[];
  text: string;
}

const wordedTypes = ['string', 'number', 'boolean', 'array', 'object', 'date'];

/**
 * An issue of a schema in the words of prompts/problems.yaml. A schema of ours may name its own sentence as message
 * (`content.time`); then that one is said.
 */
export function wordIssue(issue: Issue, problems: Texts): WordedIssue[] {
  const { path } = issue;
  const key = path.map(String).join('.') || '…';
  const say = (name: string, params: Record<string, string | number> = {}) => [
    { path, text: problems.say(`problems.content.${name}`, params) },
  ];
  if (problems.has(`problems.${issue.message}`)) return [{ path, text: problems.say(`problems.${issue.message}`) }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((unknown) => ({
        path: [...path, unknown],
        text: problems.say('problems.content.unknown_key', { key: unknown }),
      }));
    case 'invalid_type': {
      if (issue.input === undefined) return say('missing', { key });
      const expected = wordedTypes.includes(issue.expected)
        ? problems.say(`problems.content.type_${issue.expected}`)
        : issue.expected;
      return say('wrong_type', { key, expected });
    }
    case 'invalid_value':
      return say('not_in_list', { key, values: issue.values.map(String).join(', ') });
    case 'too_small':
      return say('too_short', { key, limit: Number(issue.minimum) });
    case 'too_big':
      return say('too_long', { key, limit: Number(issue.maximum) });
    default:
      return say('other', { key });
  }
}
