// Every page works without this. It moves focus to the error summary, so that a screen reader starts there.
document.querySelector(".error-summary")?.focus();

// A form that is kept as a draft is saved every 20 seconds while it changes, and when the window is left.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const failure = form.querySelector(".draft-failure");
  const typed = () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("seen");
    return fields.toString();
  };
  let kept = typed();
  let busy = false;
  let pressed;
  const save = async () => {
    const now = typed();
    if (busy || now === kept) return;
    busy = true;
    try {
      const fields = new URLSearchParams(new FormData(form));
      fields.set("then", form.dataset.draft);
      const answer = await fetch(form.action, { method: "POST", body: fields });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      form.elements.seen.value = page.querySelector("form[data-draft]").elements.seen.value;
      document.getElementById("draft-saved").textContent = page.getElementById("draft-saved").textContent;
      failure.textContent = "";
      kept = now;
    } catch {
      failure.textContent = "Your last changes are not saved yet. Press Save to keep them.";
    }
    busy = false;
    if (pressed) form.requestSubmit(pressed);
  };
  // A press while a save is under way goes out after it, so that it does not meet its own other half.
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    pressed = event.submitter;
  });
  setInterval(save, 20000);
  addEventListener("blur", save);
}
