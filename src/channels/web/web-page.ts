import { readFileSync } from 'node:fs';
import type { Texts } from '../../core/texts.ts';
import type { WebResponse, WebRoute } from '../../core/web.ts';

/** The help card as the page shows it: plain texts, and numbers that a phone dials when they are touched. */
export interface HelpCardOnPage {
  /** The numbers to call, the most urgent first. */
  numbers: readonly { number: string; label: string }[];
  /** What else is to be known: where to report, what to do first. */
  lines: readonly string[];
}

/** Somebody of the demonstration whom a visitor may play. */
export interface RoleToPlay {
  id: string;
  label: string;
}

export interface PageOptions {
  texts: Texts;
  helpCard: () => HelpCardOnPage;
  roles?: () => readonly RoleToPlay[];
  exitTo: string;
}

/** So many numbers stand above the conversation, so that they need no scrolling. */
const numbersOnTop = 4;

/** The page, its script and its style: three requests, all from us, nothing inline. */
export function pageRoutes(options: PageOptions): WebRoute[] {
  // What is missing shows at the start, and not to the first who needs the page.
  renderPage(options);
  const script = asset('page.js', 'text/javascript; charset=utf-8');
  const style = asset('page.css', 'text/css; charset=utf-8');
  return [
    { method: 'GET', path: '/', handle: async () => html(renderPage(options)) },
    { method: 'GET', path: '/page.js', handle: async () => script },
    { method: 'GET', path: '/page.css', handle: async () => style },
  ];
}

function asset(name: string, type: string): WebResponse {
  return {
    status: 200,
    headers: { 'content-type': type },
    body: readFileSync(new URL(`page/${name}`, import.meta.url)),
  };
}

function html(body: string): WebResponse {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

export function renderPage({ texts, helpCard, roles, exitTo }: PageOptions): string {
  const say = (key: string) => escaped(texts.say(`web.${key}`));
  const card = helpCard();
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${say('title')}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<a class="skip" href="#say">${say('to_chat')}</a>
<header>
<p class="name">${say('title')}<span>${say('about')}</span></p>
<a id="exit" href="${escaped(exitTo)}" rel="noreferrer nofollow">${say('exit.button')}</a>
</header>
${roles ? `<p class="banner">${say('demo.banner')}</p>` : ''}
<main ${scriptTexts(texts)}>
<nav class="top" aria-label="${say('to_numbers')}">${card.numbers.slice(0, numbersOnTop).map(inShort).map(dial).join('')}</nav>
<noscript><p class="note">${say('no_script')}</p></noscript>
<section id="chat" aria-labelledby="chat-heading">
<h1 id="chat-heading">${say('chat.heading')}</h1>
${roles ? rolesToChoose(roles(), say) : ''}
<div id="log" role="log" aria-live="polite" aria-label="${say('chat.log')}" tabindex="0"></div>
<p id="status" role="status"></p>
<form id="form" autocomplete="off">
<label for="say" class="unseen">${say('chat.label')}</label>
<textarea id="say" rows="1" placeholder="${say('chat.example')}" autocomplete="off" spellcheck="false" enterkeyhint="send"></textarea>
${roles ? `<label id="photo-button" hidden>${say('chat.photo')}<input id="photo" type="file" accept="image/*,.xlsx,.csv" aria-label="${say('chat.photo_label')}"></label>` : ''}
<button>${say('chat.send')}</button>
</form>
</section>
<section id="card" aria-labelledby="card-heading">
<h2 id="card-heading">${say('card_heading')}</h2>
<ul class="numbers">${card.numbers.map((one) => `<li>${dial(one)}</li>`).join('')}</ul>
<ul class="lines">${card.lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>
</section>
<section id="privacy" aria-labelledby="privacy-heading">
<h2 id="privacy-heading">${say('privacy.heading')}</h2>
<ul>${['nothing_kept', 'history', 'exit'].map((key) => `<li>${say(`privacy.${key}`)}</li>`).join('')}</ul>
</section>
</main>
</body>
</html>
`;
}

function rolesToChoose(roles: readonly RoleToPlay[], say: (key: string) => string): string {
  const options = roles.map(({ id, label }) => `<option value="${escaped(id)}">${escaped(label)}</option>`).join('');
  return `<p class="roles"><label for="plays">${say('demo.choose')}</label>
<select id="plays"><option value="">${say('demo.citizen')}</option>${options}</select></p>`;
}

/** In the row on top there is room for a name only, not for what is known of hours and cost. */
function inShort({ number, label }: HelpCardOnPage['numbers'][number]): HelpCardOnPage['numbers'][number] {
  return { number, label: label.split(/[,;(]/)[0]?.trim() ?? label };
}

function dial({ number, label }: HelpCardOnPage['numbers'][number]): string {
  return `<a href="tel:${number.replace(/[^\d+]/g, '')}"><b>${escaped(number)}</b> <span>${escaped(label)}</span></a>`;
}

/** The sentences the script needs, as `data-` attributes: it has none of its own. */
function scriptTexts(texts: Texts): string {
  const keys = [
    'chat.first',
    'chat.first_role',
    'chat.you',
    'chat.bot',
    'chat.waiting',
    'chat.offline',
    'chat.not_sent',
    'chat.again',
    'chat.photo_sent',
    'chat.photo_unreadable',
    'chat.file_sent',
    'chat.file_too_large',
    'exit.once_more',
  ];
  return keys.map((key) => `data-${key.replace(/[._]/g, '-')}="${escaped(texts.say(`web.${key}`))}"`).join(' ');
}

function escaped(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}
