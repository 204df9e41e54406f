import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { Config } from '../config.ts';
import { addDays, dayOf, instantOf, isDay } from '../core/day.ts';
import { OperatorError } from '../core/errors.ts';
import { addPush } from '../core/push.ts';
import type { InvitationRow, RoleName } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { writeCode } from '../organisation/invitation-text.ts';
import { makeInvitation } from '../organisation/invitations.ts';
import { admit, type JoinRequest, refuseEntry, requestOf } from '../organisation/joining.ts';
import type { Push } from '../organisation/parts.ts';
import { namesOf } from '../organisation/person-name.ts';
import { placeOf } from '../organisation/standing.ts';
import { holdsOn } from '../organisation/unit-tree.ts';
import { sealMessage } from '../outbox/payload.ts';
import { type CommandContext, withContext } from './context.ts';
import { openTexts } from './organisation-texts.ts';

interface Options {
  unit?: string;
  role: RoleName;
  limit?: string;
  expires?: string;
  qr?: string;
  link?: string;
  json?: true;
  now?: string;
  waiting?: true;
  approve?: string;
  refuse?: string;
}

/** `to-am invite`: a code, a link and a QR for somebody to join; also who waits for the operator's yes. */
export function inviteCommand(): Command {
  return new Command('invite')
    .description('A code, a link and a QR for somebody to join a unit; shown once, kept only as hashes')
    .option('--unit <code>', 'the unit to join')
    .addOption(
      new Option('--role <role>', 'what she will be there')
        .choices(['reporter', 'official', 'administrator', 'member'])
        .default('reporter'),
    )
    .option('--limit <n>', 'how many may join (members only; 50 without it)')
    .option('--expires <day>', 'the last day; 7 days without it, 30 for members')
    .option('--qr <file>', 'also write the QR as .png or .svg')
    .option('--link <base>', 'what stands before the token, for example https://t.me/YOUR_BOT?start=')
    .option('--waiting', 'list who came by a link of the operator and waits')
    .option('--approve <id>', 'let one of them in')
    .option('--refuse <id>', 'refuse one of them')
    .option('--now <time>', 'as if it were this time')
    .option('--json', 'print JSON')
    .action((options: Options) =>
      withContext({ now: options.now }, async (context) => {
        if (options.waiting) return listWaiting(options, context);
        const id = options.approve ?? options.refuse;
        if (id) return decide(id, options.approve !== undefined, context);
        return invite(options, context);
      }),
    );
}

async function invite(options: Options, { store, sealing, clock, config }: CommandContext): Promise<void> {
  const unit = options.unit ? await unitOf(store, options.unit) : null;
  const now = clock.now();
  if (!unit || !holdsOn(unit, dayOf(now))) {
    throw new OperatorError(
      'TA-INVITE-001',
      unit
        ? 'This unit does not exist any more. Take the one it went into.'
        : 'Say which unit: --unit CODE. to-am units tree shows them.',
      { place: options.unit ?? '--unit' },
    );
  }
  if (options.role === 'reporter' && unit.kind !== 'branch' && unit.kind !== 'group') {
    throw new OperatorError('TA-INVITE-001', 'A reporter reports for a branch. Give a branch, or --role official.', {
      place: unit.code,
    });
  }
  const limit = limitOf(options);
  const made = makeInvitation(sealing, {
    unitId: unit.id,
    role: options.role,
    createdBy: null,
    now,
    ...(limit === undefined ? {} : { limit }),
    ...(options.expires === undefined ? {} : { expiresAt: lastMoment(options.expires, now) }),
  });
  await store.commit(made.changes);
  const link = linkOf(made.token, options.link, config);
  // With no link to open, the QR carries what she would type to the bot.
  const inQr = link ?? `/start ${made.code ?? made.token}`;
  const { default: qrcode } = await import('qrcode');
  if (options.qr)
    await writeFile(
      options.qr,
      options.qr.endsWith('.svg')
        ? await qrcode.toString(inQr, { type: 'svg' })
        : await qrcode.toBuffer(inQr, { width: 600 }),
    );
  const place = await placeOf(store, unit);
  const shown = {
    unit: unit.code,
    name: place,
    role: options.role,
    code: made.code,
    link,
    start: `/start ${made.token}`,
    limit: made.row.limit,
    expiresAt: made.row.expiresAt.toISOString(),
  };
  if (options.json) return console.log(JSON.stringify(shown));
  console.log(`${options.role} of ${place}, until ${dayOf(made.row.expiresAt)}, for ${made.row.limit}`);
  if (made.code) console.log(`Code:  ${writeCode(made.code)}   (one time; to be read out or sent)`);
  console.log(
    `Link:  ${link ?? shown.start}${options.role === 'member' ? '' : '   (waits for: to-am invite --waiting)'}`,
  );
  if (options.qr) console.log(`QR:    ${options.qr}`);
  console.log(await qrcode.toString(inQr, { type: 'terminal', small: true }));
}

async function listWaiting(options: Options, { store, sealing }: CommandContext): Promise<void> {
  const lines = [];
  for (const { invitation, request } of await waiting(store)) {
    const unit = await store.first('Unit', { id: invitation.unitId });
    const name = (await namesOf(store, sealing, [request.personId])).get(request.personId) ?? null;
    lines.push({
      id: invitation.id,
      name,
      role: invitation.role,
      unit: unit ? await placeOf(store, unit) : null,
      since: request.at,
    });
  }
  if (options.json) return console.log(JSON.stringify(lines));
  if (lines.length === 0) return console.log('Nobody waits.');
  for (const { id, name, role, unit, since } of lines)
    console.log(`${id}  ${name ?? '?'}  ${role} of ${unit}  since ${since}`);
}

async function decide(id: string, yes: boolean, { store, sealing, clock }: CommandContext): Promise<void> {
  const found = (await waiting(store)).find(({ invitation }) => invitation.id === id);
  if (!found)
    throw new OperatorError('TA-INVITE-001', 'Nobody waits under this id. to-am invite --waiting lists them.', {
      place: id,
    });
  const { invitation, request } = found;
  const unit = await store.first('Unit', { id: invitation.unitId });
  const push: Push = ({ key, personId, message, notBefore, expiresAt }) => {
    const sealedPayload = sealMessage(sealing, message);
    return [
      addPush(
        { key, to: { id: personId }, kind: 'deadline', notBefore, expires: expiresAt, sealedPayload },
        clock.now(),
      ),
    ];
  };
  const parts = { store, sealing, clock, texts: openTexts(), push };
  const said = { now: clock.now(), today: dayOf(clock.now()) };
  await store.commit(
    yes
      ? await admit(invitation, request, said, parts, unit ? await placeOf(store, unit) : '')
      : await refuseEntry(store, invitation, request),
  );
  console.log(yes ? 'Let in; her role begins today.' : 'Refused; the invitation is closed.');
}

/** Those who came by an invitation of the operator. */
async function waiting(store: Store): Promise<{ invitation: InvitationRow; request: JoinRequest }[]> {
  const invitations = await store.find('Invitation', { state: 'waiting', createdBy: null });
  const requests = await Promise.all(
    invitations.map(async (invitation) => ({ invitation, request: await requestOf(store, invitation.id) })),
  );
  return requests.flatMap(({ invitation, request }) => (request ? [{ invitation, request }] : []));
}

async function unitOf(store: Store, code: string) {
  const unit = (await store.first('Unit', { code })) ?? (await store.first('Unit', { code: code.toUpperCase() }));
  if (!unit)
    throw new OperatorError('TA-UNITS-002', 'No unit has this code. to-am units tree shows them all.', { place: code });
  return unit;
}

function limitOf({ limit, role }: Options): number | undefined {
  if (limit === undefined) return undefined;
  const n = Number(limit);
  if (role !== 'member')
    throw new OperatorError('TA-INVITE-001', 'Only a link for members takes a limit; the others are for one person.', {
      place: '--limit',
    });
  if (!Number.isInteger(n) || n < 1 || n > 10_000)
    throw new OperatorError('TA-INVITE-001', 'The limit is a number from 1 to 10000.', { place: '--limit' });
  return n;
}

function lastMoment(day: string, now: Date): Date {
  if (!isDay(day))
    throw new OperatorError('TA-INVITE-001', 'This is no day. Write it like 2026-11-22.', { place: '--expires' });
  const end = instantOf(addDays(day, 1));
  if (end <= now)
    throw new OperatorError('TA-INVITE-001', 'This day is past. Give a later one.', { place: '--expires' });
  return end;
}

function linkOf(token: string, base: string | undefined, config: Config): string | null {
  if (base) return `${base}${token}`;
  return config.PUBLIC_URL ? `${config.PUBLIC_URL.replace(/\/$/u, '')}/moi/${token}` : null;
}
