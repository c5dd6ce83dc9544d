// The order of an issue by dragging: a row let go on another takes its place; without script, or by keyboard, the buttons do the same.
"use strict";
(() => {
  const form = document.getElementById("keo");
  const rows = [...document.querySelectorAll("[data-order] tr[data-position]")];
  if (!form) return;
  let dragged = null;
  rows.forEach((row) => {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => { dragged = row; event.dataTransfer.effectAllowed = "move"; });
    row.addEventListener("dragover", (event) => { if (dragged && dragged !== row) { event.preventDefault(); row.classList.add("over"); } });
    row.addEventListener("dragleave", () => row.classList.remove("over"));
    row.addEventListener("dragend", () => { dragged = null; rows.forEach((one) => one.classList.remove("over")); });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!dragged || dragged === row) return;
      form.elements.document.value = dragged.id.replace("muc-", "");
      form.elements.position.value = row.dataset.position;
      form.requestSubmit();
    });
  });
})();
