// The conversation of the page. Nothing is written to the browser: no cookie, no storage, no history entry.

(() => {
  const $ = (id) => document.getElementById(id);
  const [log, status, form, field, plays, photo] = ['log', 'status', 'form', 'say', 'plays', 'photo'].map($);
  const texts = document.querySelector('main').dataset;
  const exitTo = $('exit').href;
  const numbers = [...document.querySelectorAll('#card a[href^="tel:"]')].map(
    (link) => link.querySelector('b').textContent,
  );
  let page = randomId();
  let talk = new AbortController();
  let left = false;

  document.documentElement.classList.add('script');

  function randomId() {
    const bytes = crypto.getRandomValues(new Uint8Array(18));
    return btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_');
  }

  const me = () => ({ page, plays: plays ? plays.value : '' });
  const post = (path, body, more) =>
    fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      referrerPolicy: 'no-referrer',
      ...more,
    });
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // --- What is shown ---

  /** Adds text as nodes: known numbers can be dialled, *words* stand out; nothing is read as markup. */
  function write(element, text) {
    const marks = [...numbers]
      .sort((a, b) => b.length - a.length)
      .map((number) => `\\b${number.replace(/\s/g, '\\s')}\\b`);
    const pattern = new RegExp(`(https?://[^\\s)]+[^\\s).,;])|\\*([^*\\n]+)\\*|(${marks.join('|') || '(?!)'})`, 'g');
    let at = 0;
    for (const found of text.matchAll(pattern)) {
      element.append(text.slice(at, found.index), found[2] ? strong(found[2]) : link(found[0], found[1]));
      at = found.index + found[0].length;
    }
    element.append(text.slice(at));
  }

  function strong(text) {
    const element = document.createElement('strong');
    element.textContent = text;
    return element;
  }

  function link(text, address) {
    const element = document.createElement('a');
    element.textContent = text;
    element.href = address || `tel:${text.replace(/[^\d+]/g, '')}`;
    element.rel = 'noreferrer';
    return element;
  }

  function show(id, text, hers) {
    const said = document.createElement('div');
    said.className = hers ? 'said hers' : 'said';
    said.dataset.id = id;
    const who = document.createElement('span');
    who.className = 'unseen';
    who.textContent = `${hers ? texts.chatYou : texts.chatBot}: `;
    said.append(who);
    write(said, text);
    log.append(said);
    return said;
  }

  function showChoices(id, choices) {
    const list = document.createElement('div');
    list.className = 'choices';
    list.dataset.id = id;
    choices.forEach(({ label, says }, i) => {
      const button = document.createElement('button');
      const number = document.createElement('b');
      number.textContent = i + 1;
      const shown = document.createElement('span');
      shown.textContent = label;
      button.append(number, ' ', shown);
      button.type = 'button';
      button.addEventListener('click', () => say(says, { shown: label, under: id }));
      list.append(button);
    });
    log.append(list);
  }

  function showFile(said, { name, type, base64 }) {
    const download = document.createElement('a');
    download.href = `data:${type};base64,${base64}`;
    download.download = name;
    download.textContent = name;
    said.append('\n', download);
  }

  function showNews(news) {
    if (news.erase) {
      for (const element of [...log.children]) if (news.erase.includes(element.dataset.id)) element.remove();
      return;
    }
    status.textContent = '';
    const said = show(news.id, news.text, false);
    if (news.photo) said.prepend(Object.assign(new Image(), news.photo));
    if (news.file) showFile(said, news.file);
    if (news.choices.length > 0) showChoices(news.id, news.choices);
    // The beginning of a long answer is what she wants to see first.
    log.scrollTop = Math.min(said.offsetTop - log.offsetTop - 8, log.scrollHeight);
  }

  // --- Listening ---

  async function listen() {
    const { signal } = talk;
    let after = 0;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const answer = await post('/chat/hear', { ...me(), after }, { signal });
        if (!answer.ok) throw new Error(String(answer.status));
        for (const news of await answer.json()) {
          if (signal.aborted) return;
          if (news.n > after) showNews(news);
          after = Math.max(after, news.n);
        }
        if (failures > 0) status.textContent = '';
        failures = 0;
      } catch {
        if (signal.aborted) return;
        failures += 1;
        if (failures > 1) status.textContent = texts.chatOffline;
        await pause(Math.min(1000 * 2 ** failures, 15000));
      }
    }
  }

  // --- Saying ---

  function say(text, { shown = text, under = '' } = {}) {
    const message = randomId();
    const said = show(message, shown, true);
    log.scrollTop = log.scrollHeight;
    return send(said, () => post('/chat/say', { ...me(), message, text, under }));
  }

  /** Tries three times; the same message has the same id, so it counts once. */
  async function send(said, request) {
    status.textContent = texts.chatWaiting;
    const { signal } = talk;
    for (let tries = 1; tries <= 3 && !signal.aborted; tries += 1) {
      const answer = await request().catch(() => null);
      if (answer?.ok) {
        if (status.textContent === texts.chatWaiting) status.textContent = '';
        return;
      }
      if (tries < 3) await pause(1500 * tries);
    }
    if (signal.aborted) return;
    status.textContent = texts.chatNotSent;
    const again = document.createElement('button');
    again.className = 'again';
    again.type = 'button';
    again.textContent = texts.chatAgain;
    again.addEventListener('click', () => {
      again.remove();
      send(said, request);
    });
    said.append(again);
  }

  async function sendPhoto(file) {
    const picture = await smaller(file).catch(() => null);
    if (!picture) {
      status.textContent = texts.chatPhotoUnreadable;
      return;
    }
    const message = randomId();
    const headers = {
      'content-type': 'image/jpeg',
      'x-page': page,
      'x-message': message,
      'x-plays': encodeURIComponent(me().plays),
    };
    const request = () => fetch('/chat/photo', { method: 'POST', headers, body: picture });
    send(show(message, texts.chatPhotoSent, true), request);
  }

  const largestFile = 10 * 1024 * 1024;

  function sendFile(file) {
    if (file.size > largestFile) {
      status.textContent = texts.chatFileTooLarge;
      return;
    }
    const message = randomId();
    const headers = {
      'content-type': 'application/octet-stream',
      'x-page': page,
      'x-message': message,
      'x-plays': encodeURIComponent(me().plays),
      'x-name': encodeURIComponent(file.name),
    };
    const request = () => fetch('/chat/file', { method: 'POST', headers, body: file });
    send(show(message, texts.chatFileSent, true), request);
  }

  /** At most 1600 points wide or high, as JPEG: a village's network is slow, and what the camera wrote into the file is gone. */
  async function smaller(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
  }

  function submit() {
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    fitField();
    say(text);
    field.focus();
  }

  function fitField() {
    field.style.height = '';
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('input', fitField);
  field.addEventListener('keydown', (event) => {
    // While a word is being composed (Telex, VNI), Enter and Esc belong to the keyboard.
    if (event.key !== 'Enter' || event.shiftKey || composing(event)) return;
    event.preventDefault();
    submit();
  });

  const composing = (event) => event.isComposing || event.keyCode === 229;

  // --- Whom she plays ---

  function begin() {
    talk.abort();
    talk = new AbortController();
    page = randomId();
    log.replaceChildren();
    status.textContent = '';
    const role = me().plays !== '';
    if (photo) $('photo-button').hidden = !role;
    show('first', role ? texts.chatFirstRole : texts.chatFirst, false);
    listen();
  }
  if (plays) plays.addEventListener('change', begin);
  if (photo) {
    photo.addEventListener('change', () => {
      const [chosen] = photo.files;
      if (chosen) (/\.(xlsx|csv)$/i.test(chosen.name) ? sendFile : sendPhoto)(chosen);
      photo.value = '';
    });
  }

  // --- Leaving ---

  function sayGoodbye(quickly) {
    post('/chat/leave', { ...me(), quickly }, { keepalive: true }).catch(() => 'the other page matters more');
  }

  function leave() {
    if (left) return;
    left = true;
    talk.abort();
    document.body.replaceChildren();
    sayGoodbye(true);
    location.replace(exitTo);
  }

  $('exit').addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  let escapedAt = -Infinity;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || composing(event)) return;
    if (event.timeStamp - escapedAt < 2000) return leave();
    escapedAt = event.timeStamp;
    status.textContent = texts.exitOnceMore;
    setTimeout(() => {
      if (status.textContent === texts.exitOnceMore) status.textContent = '';
    }, 2000);
  });
  // A page taken back with "Back" must not show what was said.
  addEventListener('pagehide', () => {
    if (!left) sayGoodbye(false);
    talk.abort();
    log.replaceChildren();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });

  begin();
})();
