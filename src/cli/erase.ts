import { Command } from 'commander';
import { openName } from '../check-ins/same-household.ts';
import { dayOf } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import { fold } from '../language/fold.ts';
import { namesOf } from '../organisation/person-name.ts';
import { eraseHousehold, erasePerson } from '../privacy/erase.ts';
import { type CommandContext, withContext } from './context.ts';

interface Options {
  household?: string;
  find?: string;
  unit?: string;
  list?: true;
  json?: true;
}

/** `to-am erase PERSON` or `--household ID`; `--list` and `--find` show the ids. */
export function eraseCommand(): Command {
  return new Command('erase')
    .description('Erases a person, or the name of a household; figures stay as they are')
    .argument('[person]', 'the id of a person, from --list')
    .option('--household <id>', 'the id of a household, from --find')
    .option('--list', 'list the people with a role at --unit')
    .option('--find <name>', 'list the households of --unit whose name holds this')
    .option('--unit <code>', 'the unit for --list and --find')
    .option('--json', 'print JSON')
    .action((person: string | undefined, options: Options) =>
      withContext({}, async (context) => {
        if (options.list) return print(await listPeople(options, context), options);
        if (options.find !== undefined) return print(await findHouseholds(options.find, options, context), options);
        return erase(person, options, context);
      }),
    );
}

async function erase(
  person: string | undefined,
  { household }: Options,
  { store, clock }: CommandContext,
): Promise<void> {
  if ((person === undefined) === (household === undefined)) {
    throw new OperatorError(
      'TA-ERASE-001',
      'Say whom: a person’s id, or --household ID. to-am erase --list --unit CODE shows ids.',
      { place: 'erase' },
    );
  }
  const changes = person
    ? await erasePerson(store, person, dayOf(clock.now()))
    : await eraseHousehold(store, household ?? '', clock.now());
  if (changes.length === 0)
    throw new OperatorError('TA-ERASE-001', 'Nobody has this id. It may be erased already.', {
      place: person ?? household ?? '',
    });
  await store.commit(changes);
  console.log('Erased. Backups made before still hold it: make a new one and delete the old.');
}

async function listPeople(options: Options, { store, sealing }: CommandContext) {
  const roles = await store.find('Role', { unitId: await unitIdOf(options, store) }, { orderBy: [{ fromDay: 'asc' }] });
  const names = await namesOf(
    store,
    sealing,
    roles.map(({ personId }) => personId),
  );
  return roles.map(({ personId, role, fromDay, untilDay }) => ({
    id: personId,
    name: names.get(personId) ?? '?',
    role,
    fromDay,
    untilDay,
  }));
}

async function findHouseholds(name: string, options: Options, { store, sealing }: CommandContext) {
  const unitId = await unitIdOf(options, store);
  const rows = [
    ...(await store.find('HouseholdHelp', { unitId })),
    ...(await store.find('HouseholdReached', { unitId })),
  ];
  const found = new Map<string, { id: string; name: string }>();
  for (const { id, householdHash, sealedName } of rows) {
    if (!sealedName || !householdHash || found.has(householdHash)) continue;
    const opened = openName(sealing, sealedName);
    const whole = [opened.name, opened.hamlet].filter(Boolean).join(', ');
    if (fold(whole).includes(fold(name))) found.set(householdHash, { id, name: whole });
  }
  return [...found.values()];
}

async function unitIdOf({ unit }: Options, store: CommandContext['store']): Promise<string> {
  const row = unit
    ? ((await store.first('Unit', { code: unit })) ?? (await store.first('Unit', { code: unit.toUpperCase() })))
    : null;
  if (!row)
    throw new OperatorError('TA-UNITS-002', 'Say which unit: --unit CODE. to-am units tree shows them all.', {
      place: unit ?? '--unit',
    });
  return row.id;
}

function print(lines: readonly object[], { json }: Options): void {
  if (json) console.log(JSON.stringify(lines));
  else if (lines.length === 0) console.log('None.');
  else for (const line of lines) console.log(Object.values(line).filter(Boolean).join('  '));
}
