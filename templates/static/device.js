// Signing with a device on this machine: the site hands the document out, the local tool signs it, the site judges what comes back.
"use strict";
(() => {
  const place = document.getElementById("thiet-bi");
  const note = place && place.querySelector("[data-said]");
  if (!note) return;
  const words = place.dataset;
  const buttons = [...place.querySelectorAll("[data-way]")];
  const EVERY = 1500;

  // Everything that comes from the tool or the server is put in as text, never as markup.
  const say = (state, more = "") => {
    note.hidden = false;
    note.textContent = more ? `${words[state]} ${more}` : words[state];
    note.className = `note ${{ signed: "good", asking: "wait", waiting: "wait", judging: "wait" }[state] || "bad"}`;
    note.dataset.state = state;
    buttons.forEach((button) => { button.disabled = note.classList.contains("wait") || state === "signed"; });
  };

  const post = async (path, fields) => {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": words.token, Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail || "");
    return told;
  };

  const ended = (told) => {
    if (told.state === "signed") { say("signed"); setTimeout(() => location.assign(words.back), 800); return true; }
    if (told.state === "refused") { say("refused", told.message); return true; }
    if (told.state === "expired") { say("expired"); return true; }
    if (told.state !== note.dataset.state) say(told.state);
    return false;
  };

  const standing = async (id) => (await fetch(`/ban-lam-viec/ky-thiet-bi/${id}.json`, { headers: { Accept: "application/json" } })).json();

  // One question to the tool on this machine; it answers with one message, and Status 0 means done.
  const asked = (call, message) => new Promise((resolve, reject) => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const line = new WebSocket(`${scheme}://${words.tool}/${call}`);
    line.addEventListener("open", () => { say("waiting"); line.send(JSON.stringify(message)); });
    line.addEventListener("message", (event) => { line.close(); try { resolve(JSON.parse(event.data)); } catch { resolve({ Status: -1, Message: "" }); } });
    line.addEventListener("error", () => reject(new Error("absent")));
    line.addEventListener("close", () => reject(new Error("absent")));
  });

  const sign = async (way) => {
    say("asking");
    const made = await post(words.begin, { way });
    const message = made.message;
    ["FileName", "FileUploadHandler"].filter((name) => name in message).forEach((name) => { message[name] = new URL(message[name], location.href).href; });
    const over = { now: false };
    const answer = asked(way === "hash" ? "SignHash" : words.call, message).catch((problem) => ({ problem })).finally(() => { over.now = true; });
    // The tool may never answer, or be closed after it sent the file: what the site says is what counts.
    while (!over.now) {
      if (note.dataset.state !== "asking" && ended(await standing(made.id))) return;
      await Promise.race([answer, new Promise((resume) => setTimeout(resume, EVERY))]);
    }
    const told = await answer;
    if (way === "hash" && told.Status === 0) { ended(await post(`/ban-lam-viec/ky-thiet-bi/${made.id}`, { signature: String(told.Signature) })); return; }
    for (;;) {
      const found = await standing(made.id);
      if (found.state === "waiting") { if (told.problem) say("absent"); else say("told", String(told.Message || "")); return; }
      if (ended(found)) return;
      await new Promise((resume) => setTimeout(resume, EVERY));
    }
  };

  buttons.forEach((button) => button.addEventListener("click", () => sign(button.dataset.way).catch((problem) => say("failed", problem.message))));
})();
