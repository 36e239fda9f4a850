// Every page works without this. It moves focus to the error summary, so that a screen reader starts there.
document.querySelector(".error-summary")?.focus();
