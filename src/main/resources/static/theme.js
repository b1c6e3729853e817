// Before the first paint: follow the system's colours when nothing else was chosen; mark that scripts run.
(() => {
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  root.classList.add("scripted");
  if (root.dataset.theme === "system") {
    follow();
    dark.addEventListener("change", follow);
  }
})();
