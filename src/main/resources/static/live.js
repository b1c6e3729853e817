// Keeps a live page up to date: one stream, whose partials replace the elements of the same id. Ticks, open folds, the
// focus and the end of output that is followed stay; when the focused element itself is gone the focus goes to the page, not to nowhere. What elements say in
// data-spoken is read out when it changed, every five seconds at most. The stream rests while the page is hidden and goes on where it ended.
(() => {
  let url = document.body.dataset.feed;
  if (!url || !window.EventSource) return;
  let source = null, last = null;
  const inside = (root, selector) => root.matches(selector) ? [root, ...root.querySelectorAll(selector)] : root.querySelectorAll(selector);
  const keep = (old, fresh) => {
    for (const box of inside(old, "input[type=checkbox]")) {
      const same = [...inside(fresh, "input[type=checkbox]")].find(b => b.name === box.name && b.value === box.value);
      if (same) same.checked = box.checked;
    }
    for (const fold of inside(old, "details[id]")) {
      const same = [...inside(fresh, "details[id]")].find(d => d.id === fold.id);
      if (same) same.open = fold.open;
    }
  };
  const replace = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.dataset.keyed !== undefined && fresh.dataset.keyed !== undefined) return merge(old, fresh);
    keep(old, fresh);
    const follows = [...inside(old, "[data-follow]")].filter(box => box.scrollTop + box.clientHeight >= box.scrollHeight - 4).map(box => box.id);
    const places = new Map([...inside(old, "[data-follow]")].map(box => [box.id, box.scrollTop]));
    const focus = old.contains(document.activeElement) && document.activeElement.id;
    old.replaceWith(fresh);
    htmx.process(fresh);
    for (const box of inside(fresh, "[data-follow]")) box.scrollTop = follows.includes(box.id) ? box.scrollHeight : places.get(box.id) ?? 0;
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  };
  const merge = (old, fresh) => {
    const had = new Map([...old.children].map(child => [child.id, child]));
    let at = old.firstElementChild;
    for (const child of [...fresh.children]) {
      const before = had.get(child.id);
      had.delete(child.id);
      if (!before) { old.insertBefore(child, at); htmx.process(child); continue; }
      if (before === at) at = at.nextElementSibling; else old.insertBefore(before, at);
      replace(before, child);
    }
    for (const gone of had.values()) gone.remove();
  };
  const speech = () => [...document.querySelectorAll("[data-spoken]")].map(e => e.dataset.spoken).join(" ");
  let spoken = speech(), speaking = 0;
  const speak = () => {
    if (speaking || speech() === spoken) return;
    spoken = speech();
    document.getElementById("spoken").textContent = spoken;
    speaking = setTimeout(() => { speaking = 0; speak(); }, 5000);
  };
  const show = event => {
    last = event.lastEventId;
    const focused = document.activeElement;
    const parts = document.createElement("template");
    parts.innerHTML = event.data;
    for (const part of [...parts.content.children]) {
      const old = document.getElementById(part.id);
      if (old) replace(old, part);
    }
    if (!focused.isConnected && document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
    speak();
    document.dispatchEvent(new Event("saltern:parts"));
  };
  const open = () => {
    const from = new URL(url, location);
    if (last !== null) from.searchParams.set("after", last);
    source = new EventSource(from);
    source.addEventListener("parts", show);
    source.addEventListener("bye", close); // too many pages are open: this one rests until somebody looks at it
    source.addEventListener("error", () => { // refused, not interrupted: the browser does not try again by itself
      if (source?.readyState === EventSource.CLOSED) { close(); setTimeout(() => { if (!document.hidden && !source) open(); }, 30000); }
    });
  };
  const close = () => { source?.close(); source = null; };
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else if (!source) open(); });
  document.addEventListener("htmx:pushedIntoHistory", () => { // the page shows something else now: so does its stream
    if (new URL(url, location).pathname !== "/feed" + location.pathname) return;
    close();
    url = "/feed" + location.pathname + location.search;
    last = null;
    open();
  });
  addEventListener("focus", () => { if (!source) open(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", event => { if (event.persisted && !source) open(); });
  if (!document.hidden) open();
})();
