// Single keys, loaded only for who switched them on; none of them means anything while one types.
"use strict";
{
  const TYPING = "input, textarea, select, dialog[open]"; // a closed one may keep the focus for a moment
  const PATIENCE = 3000; // milliseconds between the two keys of a pair
  const list = document.getElementById("shortcuts-list");
  const addresses = new Map([...list.querySelectorAll("[data-keys]")].map((link) => [link.dataset.keys, link.href]));
  let first = "", forgetting = 0;

  const nextRow = () => {
    const rows = [...document.querySelectorAll("main tbody tr")].filter((row) => row.checkVisibility() && row.querySelector("a"));
    const here = rows.indexOf(document.activeElement.closest("tr"));
    rows[(here + 1) % rows.length]?.querySelector("a").focus();
  };
  const alone = {
    "/": () => document.getElementById("find")?.focus(),
    "n": nextRow,
    "?": () => list.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    const address = addresses.get(`${first} ${event.key}`);
    if (address) { event.preventDefault(); location.assign(address); return; }
    first = event.key;
    clearTimeout(forgetting);
    forgetting = setTimeout(() => { first = ""; }, PATIENCE);
    if (alone[event.key]) { event.preventDefault(); alone[event.key](); }
  });
}
