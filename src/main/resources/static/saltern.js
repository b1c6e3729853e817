// What HTML cannot do alone; every element is found by a data attribute, and nothing here is needed to work.
(() => {
  const boxes = form => document.querySelectorAll(`input[type=checkbox][form="${form}"]`);
  const count = () => {
    for (const all of document.querySelectorAll("[data-tick-all]")) {
      const of = [...boxes(all.dataset.tickAll)], ticked = of.filter(box => box.checked).length;
      all.checked = ticked > 0 && ticked === of.length;
      all.indeterminate = ticked > 0 && ticked < of.length;
      all.disabled = of.length === 0;
      for (const button of document.querySelectorAll(`[data-needs-ticks][form="${all.dataset.tickAll}"]`)) {
        button.disabled = ticked === 0;
      }
    }
  };
  document.addEventListener("change", event => {
    const box = event.target;
    if (box.dataset.tickAll) {
      for (const one of boxes(box.dataset.tickAll)) one.checked = box.checked;
    }
    if (box.matches("[data-submit]")) box.form.requestSubmit();
    count();
  });
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-copy]");
    if (button) navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll(".menu-fold[open]")) open.open = false;
    const menu = document.getElementById("menu");
    if (menu) menu.checked = false;
  });
  const palette = document.getElementById("palette");
  const openPalette = () => {
    palette.showModal();
    palette.querySelector("input").select();
    htmx.trigger(palette.querySelector("input"), "saltern:palette");
  };
  const walkPalette = step => {
    const places = [palette.querySelector("input"), ...palette.querySelectorAll("a")];
    places[(places.indexOf(document.activeElement) + step + places.length) % places.length].focus();
  };
  if (palette) {
    document.addEventListener("keydown", event => {
      if ((event.ctrlKey || event.metaKey) && event.key === "k" && !palette.open) { event.preventDefault(); openPalette(); }
    });
    document.addEventListener("click", event => {
      if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openPalette(); }
      else if (event.target === palette) palette.close();
    });
    palette.addEventListener("keydown", event => {
      const first = palette.querySelector("a");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); walkPalette(event.key === "ArrowDown" ? 1 : -1); }
      else if (event.key === "Enter" && event.target.matches("input") && first) { event.preventDefault(); first.click(); }
    });
  }
  const offerCopies = () => { for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard; };
  let focused = null;
  document.addEventListener("htmx:beforeSwap", () => { focused = document.activeElement; });
  document.addEventListener("htmx:afterSettle", () => {
    if (focused && !focused.isConnected && document.activeElement === document.body) {
      (document.getElementById(focused.id) || document.getElementById("main")).focus({ preventScroll: true });
    }
  });
  for (const name of ["htmx:afterSettle", "saltern:parts"]) document.addEventListener(name, () => { count(); offerCopies(); });
  count();
  offerCopies();
})();
