// The review page with script: both sides go together, a line is moved by a key, what is written is checked and put by as one writes.
"use strict";
(() => {
  const form = document.querySelector("form[data-live]");
  if (!form) return;
  const area = form.querySelector("textarea"), word = document.getElementById("trang-word"), line = form.querySelector("[name=line]");
  const state = form.querySelector("[data-state]"), lock = form.querySelector("[data-lock]"), found = form.querySelector("[data-found]"), copy = form.querySelector("[name=copy]");
  const undo = form.querySelector("[name=undo]"), before = [];
  let places = new Map(Object.entries(JSON.parse(form.dataset.places))), asked = 0, waiting = 0, leaving = false, checked = area.value, kept = area.value;

  const lines = () => area.value.split("\n");
  const caret = () => area.value.slice(0, area.selectionStart).split("\n");
  const startOf = (number) => lines().slice(0, number - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const height = () => parseFloat(getComputedStyle(area).lineHeight);

  const mark = (number, scroll = true) => {
    word.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
    const place = document.getElementById(`w-${number}`);
    if (!place) return;
    place.classList.add("here");
    if (scroll) word.scrollTop += place.getBoundingClientRect().top - word.getBoundingClientRect().top - word.clientHeight / 3;
  };
  const go = (number) => {
    const start = startOf(number);
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, start + (lines()[number - 1] || "").length);
    area.scrollTop = Math.max(0, (number - 1) * height() - area.clientHeight / 3);
    line.value = number;
  };
  const follow = () => {
    const number = caret().length;
    line.value = number;
    for (let at = number; at > 0; at -= 1) if (places.has(String(at))) { mark(places.get(String(at))); return; }
  };
  const lineOf = (paragraph) => Number([...places].find(([, place]) => place === paragraph)?.[0] ?? 0);

  ["keyup", "click"].forEach((name) => area.addEventListener(name, follow));
  const show = (trace) => {
    word.querySelectorAll(".trace.now").forEach((one) => one.classList.remove("now"));
    const marks = word.querySelectorAll(`[data-trace="${CSS.escape(trace)}"]`);
    marks.forEach((one) => one.classList.add("now"));
    if (marks[0]) word.scrollTop += marks[0].getBoundingClientRect().top - word.getBoundingClientRect().top - word.clientHeight / 3;
    return marks[0];
  };
  const decide = (trace) => {
    const row = document.getElementById(`vet-${trace}`);
    if (!row) return;
    row.closest("details").open = true;
    row.scrollIntoView({ block: "center" });
    (row.querySelector("input:checked") || row.querySelector("input")).focus({ preventScroll: true });
  };
  word.addEventListener("click", (event) => {
    const trace = event.target.closest(".trace a")?.closest("[data-trace]");
    if (trace) { event.preventDefault(); show(trace.dataset.trace); decide(trace.dataset.trace); return; }
    const place = event.target.closest("[data-at]");
    const number = place ? lineOf(Number(place.dataset.at)) : 0;
    if (number) { go(number); mark(Number(place.dataset.at), false); }
  });
  document.querySelectorAll("a[data-word]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    form.scrollIntoView();
    mark(Number(link.dataset.word));
    const number = Number(link.dataset.atLine || 0) || lineOf(Number(link.dataset.word));
    if (number) go(number);
    if (link.dataset.mark) show(link.dataset.mark)?.querySelector("a")?.focus({ preventScroll: true });
  }));
  document.querySelectorAll("a[data-line]").forEach((link) => link.addEventListener("click", () => { form.scrollIntoView(); go(Number(link.dataset.line)); follow(); }));

  const tell = (answer) => {
    state.hidden = false;
    state.className = `tag ${answer.state}`;
    state.textContent = answer.told;
    found.hidden = !answer.findings.length;
    found.replaceChildren(...answer.findings.map((one) => {
      const item = document.createElement("li"), where = document.createElement("a"), said = document.createElement("span");
      where.href = "#van-ban";
      where.textContent = one.line ? `${line.labels[0].textContent} ${one.line}` : one.code;
      where.addEventListener("click", (event) => { event.preventDefault(); if (one.line) { go(one.line); follow(); } });
      said.textContent = `${one.message} ${one.code}`;
      item.append(where, said);
      return item;
    }));
  };
  const warn = (told) => { state.hidden = false; state.className = "tag bad"; state.textContent = told; };
  const renew = async () => {
    // A new log-in, in another tab, has a new token: every form of this page takes it.
    const page = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
    const token = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-live] [name=csrf_token]")?.value;
    if (token) document.querySelectorAll("[name=csrf_token]").forEach((one) => { one.value = token; });
    return Boolean(token);
  };
  const post = async (values) => {
    const sent = new FormData(form);
    ["save", "check", "before"].forEach((name) => sent.delete(name));
    Object.entries(values).forEach(([name, value]) => sent.set(name, value));
    const answer = await fetch(form.dataset.live, { method: "POST", body: new URLSearchParams(sent), headers: { Accept: "application/json" } }).catch(() => null);
    const said = answer ? await answer.json().catch(() => null) : null;
    return { good: Boolean(answer?.ok && said), said, known: Boolean(said && answer.status !== 400) };
  };
  const ask = async (values) => {
    const number = (asked += 1);
    let { good, said, known } = await post(values);
    if (!good && !known && await renew()) ({ good, said, known } = await post(values));
    if (!good) { warn(known ? said.detail || said.title : form.dataset.lost); return null; }
    if (said.copy) copy.value = said.copy;
    return number === asked || values.keep ? said : null;
  };
  const check = async () => {
    if (area.value === checked) return;
    const text = area.value;
    const answer = await ask({});
    if (answer) { checked = text; tell(answer); }
  };
  const keep = async () => {
    if (area.value === kept) return true;
    const text = area.value;
    const answer = await ask({ keep: "1" });
    if (answer) { kept = text; tell(answer); lock.textContent = answer.lock; }
    return Boolean(answer);
  };
  const move = async (name) => {
    const at = caret(), old = { text: area.value, start: area.selectionStart };
    const answer = await ask({ move: name, line: at.length, column: at[at.length - 1].length });
    if (!answer || answer.text === old.text) return;
    before.push(old);
    undo.hidden = false;
    area.value = checked = answer.text;
    places = new Map(Object.entries(answer.places));
    go(answer.line);
    follow();
    tell(answer);
  };
  const back = () => {
    const old = before.pop();
    if (!old) return;
    area.value = old.text;
    area.setSelectionRange(old.start, old.start);
    area.focus();
    check();
  };

  area.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(check, 400); });
  setInterval(keep, 15000);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name === "move") { event.preventDefault(); move(button.value); }
    if (button?.name === "undo") { event.preventDefault(); back(); }
    if ((button?.name === "save" || button?.name === "check") && !leaving) {
      event.preventDefault();
      keep().then((good) => { leaving = good; if (good) form.requestSubmit(button); });
    }
  });
  document.querySelector("form[data-traces]")?.addEventListener("keydown", (event) => {
    const row = event.target.closest("li");
    if (!row || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input:not([type=radio])")) return;
    const choice = row.querySelector(`input[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    (row.nextElementSibling?.querySelector("input:checked") || choice).focus();
    const link = row.nextElementSibling?.querySelector("a[data-word]");
    if (link) { mark(Number(link.dataset.word)); show(link.dataset.mark); }
  });
  const named = { Enter: "Enter", BracketLeft: "[", BracketRight: "]" };
  form.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const key = `Alt+${named[event.code] || event.code.replace(/^(Key|Digit)/, "")}`;
    const button = form.querySelector(`button[aria-keyshortcuts="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    if (button.name === "undo") back(); else move(button.value);
  });
  window.addEventListener("beforeunload", (event) => { if (area.value !== kept && !leaving) event.preventDefault(); });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("pagehide", () => { if (area.value !== kept && !leaving) navigator.sendBeacon(form.dataset.live, new URLSearchParams([...new FormData(form), ["keep", "1"]])); });
})();
