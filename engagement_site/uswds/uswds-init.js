// Loaded in the head: keeps the banner from flashing open before its script arrives.
import "./node_modules/@uswds/uswds/packages/uswds-core/src/js/uswds-init.js";

// Without this class the menu stays open in the page, where a reader without scripts can use it.
document.documentElement.classList.add("has-script");
