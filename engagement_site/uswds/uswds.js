// The USWDS behaviors that our pages use. Everything works without them.
const accordion = require("@uswds/uswds/js/usa-accordion");
const banner = require("@uswds/uswds/js/usa-banner");
const navigation = require("@uswds/uswds/js/usa-header");

// Tells uswds-init that this file arrived, so what it hid meanwhile may show.
window.uswdsPresent = true;

const start = () => [accordion, banner, navigation].forEach((part) => part.on(document.body));

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start, { once: true });
} else {
  start();
}
