// Moves focus to the error summary, so screen readers read it first. The site works without this file.
document.querySelector("[data-error-summary]")?.focus();
