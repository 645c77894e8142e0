"use strict";
// The filter of the start page, and its way from a term's IRI (…ontology#Agent) to the term's page.
(() => {
  const field = document.getElementById("filter");
  if (!field) return;
  const entries = [...document.querySelectorAll("[data-words]")];
  const lists = [...document.querySelectorAll(".terms")];
  const output = document.getElementById("filtered");
  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
      shown += !entry.hidden;
    }
    for (const list of lists) list.hidden = !list.querySelector("[data-words]:not([hidden])");
    output.value = shown === 1 ? "1 term" : `${shown} terms`;
  };
  field.addEventListener("input", filter);
  const query = new URLSearchParams(location.search).get("q");
  if (query) {
    field.value = query;
    filter();
  }
  const named = entries.find((entry) => `#${entry.id}` === location.hash);
  if (named) location.replace(named.querySelector("a").href);
})();
