/* Browsers load the page again on Back, with a new key. The history entry keeps the first one, so
   that saving the same form once more adds nothing. */
(() => {
    const field = document.getElementById("idempotency-key");
    const kept = history.state && history.state.idempotencyKey;
    if (kept) field.value = kept;
    else history.replaceState({ ...history.state, idempotencyKey: field.value }, "");
})();
