// Turns the text area of a state file into an editor. The text area stays the form's field; without this it is the editor.
(() => {
  const area = document.querySelector("textarea[data-editor]");
  if (!area) return;
  const script = document.createElement("script");
  script.src = area.dataset.editor;
  script.onload = () => {
    const base = area.dataset.editor.replace(/\/ace\.js$/, "");
    ace.config.set("basePath", base);
    ace.config.set("useStrictCSP", true);
    const box = document.createElement("div");
    box.className = "editor-box";
    area.after(box);
    area.hidden = true;
    const editor = ace.edit(box, { useWorker: false, tabSize: 2, useSoftTabs: true, showPrintMargin: false, readOnly: area.readOnly });
    const modes = { sls: "yaml", yaml: "yaml", yml: "yaml", sh: "sh", py: "python", conf: "ini", json: "json" };
    const mode = () => {
      const path = area.form.elements.path.value;
      editor.session.setMode("ace/mode/" + (modes[path.split(".").pop()] || "text"));
    };
    const colours = () => editor.setTheme(document.documentElement.dataset.bsTheme === "dark" ? "ace/theme/one_dark" : "ace/theme/chrome");
    editor.session.setValue(area.value);
    editor.textInput.getElement().setAttribute("aria-label", area.labels[0].textContent);
    editor.textInput.getElement().setAttribute("aria-describedby", area.getAttribute("aria-describedby") || "");
    area.labels[0].addEventListener("click", () => editor.focus());
    editor.commands.addCommand({ name: "leave", bindKey: "Escape", exec: () => area.form.querySelector("[type=submit]")?.focus() });
    editor.session.on("change", () => { area.value = editor.getValue(); area.dataset.changed = "yes"; });
    area.form.elements.path.addEventListener("input", mode);
    area.form.addEventListener("submit", () => { delete area.dataset.changed; });
    addEventListener("beforeunload", event => { if (area.dataset.changed) event.preventDefault(); });
    new MutationObserver(colours).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    mode();
    colours();
  };
  document.head.append(script);
})();
