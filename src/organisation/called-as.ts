import { amend } from '../core/change.ts';
import { type Command, justSay } from '../core/dialog.ts';
import type { OrganisationParts } from './parts.ts';
import { titleOf } from './person-name.ts';
import { speak } from './speaking.ts';

/** "gọi tôi là cô": from then on she is addressed so. */
export function newCalledAs({ texts }: OrganisationParts): Command {
  return {
    id: 'organisation.called-as',
    words: 'organisation.command.called_as',
    takesRest: true,
    for: 'known',
    recorded: true,
    async run(said, rest) {
      const title = titleOf(rest.split(/\s+/u)[0]?.replace(/[.!,]+$/u, '') ?? '', texts);
      if (!title || !said.standing) {
        return justSay(
          speak(texts, said, 'organisation.called_as.unknown', {
            titles: texts.words('organisation.titles').join(', '),
          }),
        );
      }
      const { person } = said.standing;
      const renamed = { ...said, standing: { ...said.standing, person: { ...person, calledAs: title } } };
      const changes = [amend('Person', { id: person.id }, { calledAs: title })];
      return { kind: 'next', says: [speak(texts, renamed, 'organisation.called_as.done')], changes, state: null };
    },
  };
}
