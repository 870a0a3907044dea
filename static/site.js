// Reads the summary of errors out first. Everything else on the site works without this file.
document.querySelector("[data-error-summary]")?.focus();
