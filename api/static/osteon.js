// Keyboard, and the way from a number to the characters it was read from. Pages work without it: links lead there too.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pane = document.querySelector("[data-source]");
  const caption = document.querySelector("[data-caption-here]");

  const placesOf = (key) => all("[data-keys]", pane || document).filter((node) => node.dataset.keys.split(" ").includes(key));

  const centre = (node) => {
    const box = node.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    pane.scrollBy({ top: box.top + box.height / 2 - (frame.top + frame.height / 2) });
    const sheet = node.closest(".sheet-frame");
    if (!sheet) return;
    const around = sheet.getBoundingClientRect();
    sheet.scrollBy({ left: box.left + box.width / 2 - (around.left + around.width / 2) });
  };

  const choose = (link) => {
    const places = placesOf(link.dataset.key);
    all(".chosen", pane).forEach((node) => node.classList.remove("chosen"));
    all("a.number[aria-current]").forEach((node) => node.removeAttribute("aria-current"));
    const twin = all("table.numbers a.number").find((node) => node.dataset.key === link.dataset.key);
    [link, twin].filter(Boolean).forEach((node) => node.setAttribute("aria-current", "true"));
    const told = link.dataset.caption || (document.querySelector(`a.number[data-key="${CSS.escape(link.dataset.key)}"][data-caption]`) || link).dataset.caption;
    caption.textContent = places.length ? told || link.textContent : `${told || link.textContent} (its place cannot be shown)`;
    if (!places.length) return;
    places.forEach((node) => node.classList.add("chosen"));
    const holder = places[0].closest("details");
    if (holder) holder.open = true;
    const picture = places[0].closest(".sheet") && places[0].closest(".sheet").querySelector("img");
    if (picture && !picture.complete) picture.addEventListener("load", () => centre(places[0]), { once: true });
    centre(places[0]);
  };

  const step = (links, by) => {
    if (!links.length) return;
    const at = links.findIndex((node) => node === document.activeElement || node.hasAttribute("aria-current"));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : (at + by + links.length) % links.length];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    choose(next);
  };

  const move = (rows, by) => {
    const at = rows.findIndex((row) => row.classList.contains("here"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (!next) return;
    rows.forEach((row) => row.classList.toggle("here", row === next));
    (next.querySelector("a") || next).focus();
  };

  const deciding = document.querySelector("table.numbers a.decides") || document.querySelector("table.numbers a.number");
  const wanted = location.hash.startsWith("#at-") && all("a.number").find((node) => `#at-${node.dataset.key}` === location.hash);
  if (pane && (wanted || deciding)) choose(wanted || deciding);
  if (pane && wanted) wanted.scrollIntoView({ block: "center" });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.number");
    if (link && pane) { event.preventDefault(); choose(link); return; }
    const place = event.target.closest("[data-keys]");
    if (place) {
      const known = all("table.numbers a.number, a.number").find((node) => place.dataset.keys.split(" ").includes(node.dataset.key));
      if (known) { choose(known); known.scrollIntoView({ block: "center" }); }
      return;
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) return;
    const rows = all("[data-row]");
    const numbers = all("table.numbers a.number");
    const by = { j: 1, k: -1 }[event.key];
    const flagged = { n: 1, p: -1 }[event.key];
    if (by) { if (numbers.length) step(numbers, by); else move(rows, by); }
    else if (flagged && numbers.length) step(numbers.filter((node) => "flagged" in node.dataset), flagged);
    else if (event.key === "?") document.getElementById("keys").showModal();
    else if (event.key === "/" && document.querySelector("[data-search]")) document.querySelector("[data-search]").focus();
    else if (event.key === "u" && document.querySelector("[data-back]")) document.querySelector("[data-back]").click();
    else return;
    event.preventDefault();
  });
})();
