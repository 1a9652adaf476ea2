"use strict";
(() => {
  const articles = [...document.querySelectorAll(".article")];
  const words = articles.map((article) => article.textContent.toLowerCase());
  const count = document.getElementById("count");
  document.getElementById("filter").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    articles.forEach((article, i) => {
      article.hidden = !wanted.every((word) => words[i].includes(word));
      shown += article.hidden ? 0 : 1;
    });
    count.textContent = wanted.length ? `${shown} / ${articles.length}` : "";
  });
  const light = (row, on) => {
    for (const id of [row.dataset.head, row.dataset.tail]) {
      const mention = document.getElementById(id);
      if (mention) mention.classList.toggle("lit", on);
    }
  };
  for (const row of document.querySelectorAll(".facts tbody tr")) {
    row.addEventListener("mouseenter", () => light(row, true));
    row.addEventListener("mouseleave", () => light(row, false));
  }
})();
