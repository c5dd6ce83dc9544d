// Small helps on top of pages that work without script: copying an address, dropping files, marking where one reads, asking before a step.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.documentElement.dataset;

  all("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
    const address = new URL(button.getAttribute("href"), location.href).href;
    try { await navigator.clipboard.writeText(address); } catch { return; }
    button.dataset.said = words.copied;
    setTimeout(() => delete button.dataset.said, 1800);
  }));

  all(".drop").forEach((zone) => {
    const input = zone.querySelector("input[type=file]");
    ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); }));
    ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("over")));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      zone.closest("form").requestSubmit();
    });
  });

  all("form[data-limit]").forEach((form) => form.addEventListener("submit", (event) => {
    const total = all("input[type=file]", form).flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
    const note = form.querySelector("[data-too-large]");
    if (total > Number(form.dataset.limit) && note) { event.preventDefault(); note.hidden = false; note.focus(); }
  }));

  all("input[data-suggest]").forEach((input) => {
    let asked = 0, typed = "";
    input.addEventListener("input", () => {
      clearTimeout(asked);
      if (input.value === typed || input.value.trim().length < 2) return;
      asked = setTimeout(async () => {
        typed = input.value;
        try {
          const found = await (await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`)).json();
          if (typed !== input.value) return;
          input.list.replaceChildren(...found.suggestions.map((one) => new Option(one.by === "procedure" ? `${one.text} ${one.title}` : one.title, one.text || one.title)));
        } catch { /* suggestions are a help only */ }
      }, 150);
    });
  });

  all("form[data-confirm]").forEach((form) => form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) event.preventDefault();
  }));

  const links = new Map(all(".contents a[href^='#']").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (links.size && "IntersectionObserver" in window) {
    const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      links.forEach((link) => { link.classList.remove("here"); link.removeAttribute("aria-current"); });
      const link = links.get(entry.target.id);
      link.classList.add("here");
      link.setAttribute("aria-current", "location");
    }), { rootMargin: "-10% 0px -75% 0px" });
    links.forEach((_, id) => { const place = document.getElementById(id); if (place) seen.observe(place); });
  }

  all("textarea[data-lines]").forEach((area) => {
    const label = document.querySelector("[data-line-label]");
    const show = () => { label.textContent = `${label.dataset.lineLabel} ${area.value.slice(0, area.selectionStart).split("\n").length}`; };
    ["keyup", "click", "input"].forEach((name) => area.addEventListener(name, show));
    all("a[data-line]").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      const lines = area.value.split("\n"), at = Number(link.dataset.line) - 1;
      const start = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
      area.focus();
      area.setSelectionRange(start, start);
      area.blur();
      area.focus();
      area.setSelectionRange(start, start + lines[at].length);
      show();
    }));
  });
})();
