/* The Notes tab of a session: each line is sent in the background, exactly once, and waits in this
   browser while the network or the sign-in is away. Without this script the page is a form. */
(() => {
    const form = document.querySelector("[data-notes]");
    if (!form) return;
    const input = form.querySelector("[name=line]");
    const list = document.querySelector("[data-notes-lines]");
    const waiting = document.querySelector("[data-notes-waiting]");
    const status = document.querySelector("[data-notes-status]");
    const said = document.querySelector("[data-notes-said]");
    const empty = document.querySelector("[data-notes-empty]");
    const words = JSON.parse(document.getElementById("note-words").textContent);
    const POLL = 1500;
    const TIME_LIMIT = 15000;
    const RETRY = [1000, 2000, 5000, 10000];

    /* ---- What waits. Memory is the master, because signing out clears the storage. ---- */
    const prefix = "notes.";
    const mine = `${prefix}${form.dataset.notes}.`; // person, session
    const person = form.dataset.notes.split(".")[0];
    let queue = [];
    try {
        for (const name of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
            if (name.startsWith(mine)) queue.push(JSON.parse(localStorage.getItem(name)));
            else if (!name.startsWith(`${prefix}${person}.`)) localStorage.removeItem(name);
        }
        queue.sort((one, other) => one.at - other.at);
    } catch { /* storage is off: lines wait in memory */ }

    /* An item for each line, so that two tabs of one person do not overwrite each other's. */
    const keep = (entry) => {
        try {
            if (queue.includes(entry)) localStorage.setItem(mine + entry.key, JSON.stringify(entry));
            else localStorage.removeItem(mine + entry.key);
        } catch { /* as above */ }
    };
    const drop = (entry) => {
        queue = queue.filter((each) => each !== entry);
        keep(entry);
    };
    const unsent = () => queue.filter((entry) => !entry.problem);

    /* ---- Talking to the server ---- */
    let token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    let since = list.dataset.now;
    let failures = 0;
    let away = ""; // "", "network" or "signedOut"

    /* Returns {ok}, {refused}, {stale} or {away}. Never throws. */
    const ask = async (fields) => {
        // The server answers 409 if somebody else is signed in by now.
        const query = new URLSearchParams({ since, author: person });
        try {
            const answer = await fetch(`${location.pathname}?${query}`, {
                headers: { Accept: "application/json" },
                redirect: "manual", // to the sign-in page
                credentials: "same-origin",
                signal: AbortSignal.timeout(TIME_LIMIT),
                ...(fields && {
                    method: "POST",
                    body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }),
                }),
            });
            if (answer.type === "opaqueredirect" || answer.status === 409) return { away: "signedOut" };
            if (answer.status === 422) return { refused: await answer.json() };
            if (answer.status === 403 && fields) return { stale: true };
            if ([400, 404].includes(answer.status)) return { refused: { error: words.gone } };
            return answer.ok ? { ok: await answer.json() } : { away: "network" };
        } catch {
            return { away: "network" };
        }
    };

    /* Signing in again changes the CSRF token. */
    const send = async (fields) => {
        let answer = await ask(fields);
        if (answer.stale) {
            const fresh = await ask();
            if (fresh.ok) apply(fresh.ok);
            answer = fresh.ok ? await ask(fields) : fresh;
            if (answer.stale) answer = { away: "signedOut" };
        }
        away = answer.away || "";
        failures = away ? failures + 1 : 0;
        return answer;
    };

    let isSending = false;
    let retry = 0;
    const pump = async () => {
        if (isSending) return;
        isSending = true;
        clearTimeout(retry);
        try {
            for (let entry = unsent()[0]; entry; entry = unsent()[0]) {
                keep(entry);
                const answer = await send({
                    action: entry.isReferral ? "referral" : "log",
                    line: entry.isReferral ? "" : entry.line,
                    submission: entry.key,
                    ...(entry.isNone ? { is_no_allegation: "on" } : {}),
                });
                if (answer.away) break;
                if (answer.refused) {
                    entry.problem = answer.refused.error;
                    entry.isStopped = answer.refused.isStopped;
                    keep(entry);
                    announce(entry.problem);
                } else {
                    drop(entry);
                    apply(answer.ok);
                }
                show();
            }
        } finally {
            isSending = false;
            show();
            const wait = RETRY[Math.min(failures, RETRY.length) - 1] || RETRY[0];
            if (unsent().length) retry = setTimeout(pump, wait);
        }
    };

    /* ---- What the page shows ---- */
    const announce = (text) => { said.textContent = text; };
    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

    const showStatus = () => {
        const count = unsent().length;
        const refused = queue.length - count;
        const forms = { "": "sending", network: "offline", signedOut: "signedOut" };
        const say = (which, number) => fill(words[which][number === 1 ? 0 : 1], { count: number });
        let text = words.saved;
        if (count) text = say(forms[away], count);
        else if (refused) text = say("undecided", refused);
        if (status.textContent !== text) status.textContent = text;
        status.hidden = !queue.length && !list.children.length;
        const signIn = document.querySelector("[data-notes-sign-in]");
        signIn.hidden = away !== "signedOut";
    };

    const button = (label, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button button-small button-secondary";
        made.textContent = label;
        made.addEventListener("click", act);
        return made;
    };

    const row = (entry) => {
        const item = document.createElement("li");
        item.className = "bo-note bo-note--waiting";
        if (!entry.problem) {
            const line = document.createElement("p");
            line.textContent = entry.line;
            item.append(line);
            return item;
        }
        const problem = document.createElement("p");
        problem.className = "bo-note__problem";
        problem.textContent = entry.problem;
        const label = document.createElement("label");
        label.textContent = words.line;
        const line = document.createElement("input");
        Object.assign(line, { type: "text", name: "line", value: entry.line, autocomplete: "off" });
        label.htmlFor = line.id = `waiting-${entry.key}`;
        line.addEventListener("input", () => {
            entry.line = line.value;
            keep(entry);
        });
        const again = (change) => {
            Object.assign(entry, { problem: "", isStopped: false }, change);
            announce(""); // the words of a refusal may say who was accused
            keep(entry);
            show();
            input.focus();
            pump();
        };
        line.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && !event.defaultPrevented) again();
        });
        const tools = document.createElement("div");
        tools.className = "bo-note__tools";
        tools.append(button(words.again, () => again()));
        if (entry.isStopped) {
            item.append(document.querySelector("[data-notes-routes]").content.cloneNode(true));
            tools.append(
                // Nothing of what was said may stay in the browser.
                button(words.isAllegation, () => again({ isReferral: true, line: words.referral })),
                button(words.isNone, () => again({ isNone: true })),
            );
        }
        tools.append(button(words.remove, () => {
            drop(entry);
            announce("");
            show();
            input.focus();
        }));
        item.prepend(problem, label, line);
        item.append(tools);
        return item;
    };

    /* A row is made anew only if what it shows has changed: somebody may be typing in it. */
    const rows = new Map();
    const show = () => {
        const made = queue.map((entry) => {
            const looks = JSON.stringify([entry.problem || entry.line, Boolean(entry.isStopped)]);
            const known = rows.get(entry.key);
            if (known && known.looks === looks) return known;
            return { looks, item: row(entry), key: entry.key };
        });
        rows.clear();
        made.forEach((each) => rows.set(each.key, each));
        const items = made.map((each) => each.item);
        if (items.length !== waiting.children.length || items.some((item, at) => item !== waiting.children[at])) {
            const active = document.activeElement;
            waiting.replaceChildren(...items);
            if (active !== document.activeElement) (waiting.contains(active) ? active : input).focus();
        }
        waiting.hidden = !queue.length;
        showStatus();
    };

    const fragment = (html) => {
        const template = document.createElement("template");
        template.innerHTML = html.trim(); // rendered and escaped by our own server
        return template.content.firstElementChild;
    };

    const isOpen = (item) => {
        const edit = item.querySelector("details[open] [name=line]");
        return Boolean(edit) && edit.value !== edit.defaultValue;
    };

    const apply = (news, { force } = {}) => {
        if (Date.parse(news.now) < Date.parse(since)) return; // overtaken by a later answer
        token = news.csrf;
        since = news.now;
        for (const line of news.lines) {
            const known = document.getElementById(`note-${line.pk}`);
            if (known && known.dataset.version === line.version && line.pk !== force) continue;
            const made = fragment(line.html);
            if (known && isOpen(known) && line.pk !== force) {
                // The other's words stand above mine; saving mine is asked for once more.
                [...known.querySelectorAll(":scope > p")].forEach((p) => p.remove());
                known.prepend(...made.querySelectorAll(":scope > p"));
                continue;
            }
            const focused = known && known.contains(document.activeElement);
            if (known) known.replaceWith(made);
            else list.prepend(made);
            if (focused) (made.querySelector("summary") || input).focus();
        }
        const place = new Map(news.order.map((pk, at) => [String(pk), at]));
        const items = [...list.children];
        for (const item of items) {
            if (!place.has(item.dataset.pk) && !isOpen(item)) item.remove();
        }
        const active = document.activeElement;
        const sorted = [...list.children].sort(
            (a, b) => (place.get(a.dataset.pk) ?? 1e9) - (place.get(b.dataset.pk) ?? 1e9),
        );
        if (sorted.some((item, at) => item !== list.children[at])) {
            list.append(...sorted);
            if (list.contains(active)) active.focus();
        }
        empty.hidden = Boolean(list.children.length);
        showStatus();
    };

    /* ---- Logging ---- */
    const hold = (values) => {
        const entry = { key: crypto.randomUUID(), at: Date.now(), ...values };
        queue.push(entry);
        keep(entry);
    };

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const line = input.value.trim();
        input.focus();
        if (!line) return;
        hold({ line });
        input.value = "";
        show();
        pump();
    });

    /* ---- Changing, moving and taking back a line ---- */
    const fieldsOf = (sent, submitter) => {
        const fields = Object.fromEntries(new FormData(sent, submitter));
        delete fields.csrfmiddlewaretoken;
        return fields;
    };

    const complain = (sent, refused) => {
        let note = sent.querySelector("[role=alert]");
        if (!note) {
            note = document.createElement("p");
            note.setAttribute("role", "alert");
            note.className = "bo-note__problem";
            sent.prepend(note);
        }
        note.textContent = refused.error;
        if (refused.version) sent.elements.expected_version.value = refused.version;
        const none = sent.querySelector("[data-note-none]");
        if (none) none.hidden = !refused.isStopped;
    };

    list.addEventListener("submit", async (event) => {
        event.preventDefault();
        const sent = event.target;
        const item = sent.closest("li");
        const fields = fieldsOf(sent, event.submitter);
        const line = item.querySelector("[name=line]");
        const answer = await send(fields);
        if (answer.refused) {
            complain(sent, answer.refused);
            if (line && fields.action === "change") line.focus();
        } else if (answer.away) {
            complain(sent, { error: away === "signedOut" ? words.editSignedOut : words.editOffline });
        } else {
            const pk = Number(item.dataset.pk);
            apply(answer.ok, { force: pk });
            const made = document.getElementById(`note-${pk}`);
            if (fields.action === "take_back") {
                // Its words are not lost, nor is what is being typed.
                if (!line) announce("");
                else if (input.value) hold({ line: line.defaultValue, problem: words.takenBackWaits });
                else input.value = line.defaultValue;
                if (line) announce(input.value === line.defaultValue ? words.takenBack : words.takenBackWaits);
                show();
                input.focus();
            } else if (made) {
                const selector = fields.action === "change" ? "summary" : `[value=${fields.action}]`;
                (made.querySelector(selector) || input).focus();
                announce(fields.action === "change" ? words.changed : words.moved);
            }
        }
        showStatus();
    });

    list.addEventListener("keydown", (event) => {
        const item = event.target.closest("li");
        const action = { ArrowUp: "up", ArrowDown: "down" }[event.key];
        if (event.altKey && action && item) {
            const control = item.querySelector(`[value=${action}]`);
            if (control) {
                event.preventDefault();
                control.form.requestSubmit(control);
            }
        }
        if (event.key === "Escape" && event.target.name === "line") {
            const details = event.target.closest("details");
            event.target.value = event.target.defaultValue;
            details.open = false;
            details.querySelector("summary").focus();
        }
    });

    list.addEventListener("toggle", (event) => {
        if (event.target.open) event.target.querySelector("[name=line]").focus();
    }, true);

    /* ---- Others' lines ---- */
    const poll = async () => {
        try {
            if (document.visibilityState === "visible" && !isSending) {
                const answer = await ask();
                const was = away;
                away = answer.away || "";
                if (answer.ok) apply(answer.ok);
                if (was && !away && unsent().length) pump();
                if (was !== away) showStatus();
            }
        } finally {
            setTimeout(poll, away ? RETRY[2] : POLL);
        }
    };
    setTimeout(poll, POLL);
    addEventListener("online", pump);
    addEventListener("beforeunload", (event) => {
        if (queue.length) event.preventDefault();
    });

    show();
    pump();
})();
